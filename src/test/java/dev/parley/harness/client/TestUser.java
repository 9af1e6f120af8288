package dev.parley.harness.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * A user that no server has seen before, with a token of the development endpoint.
 *
 * @param id the subject of the token
 * @param name the user's name
 * @param token a JWT that the server takes
 */
public record TestUser(String id, String name, String token) {

    /** Makes one up and asks the server for his token. */
    public static TestUser on(URL server) throws IOException, InterruptedException {
        String id = unique("id");
        String name = unique("user");
        String claims =
                Json.createObjectBuilder().add("sub", id).add("username", name).build().toString();
        HttpResponse<String> response = Http.postJson(URI.create(server + "dev/token"), claims);
        assertEquals(200, response.statusCode(), response.body());
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return new TestUser(id, name, reader.readObject().getString("token"));
        }
    }

    /** A name that was not used before. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }
}
