package dev.parley.fault;

import dev.parley.hub.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How many nodes each node sees, as an admin is told. Not thread-safe. */
final class ClusterView {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String token;

    /**
     * @param token of an admin
     */
    ClusterView(String token) {
        this.token = token;
    }

    /** Waits until all of the servers see so many nodes, themselves included. */
    void await(Iterable<ServerProcess> servers, int nodes)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (ServerProcess server : servers) {
            for (int seen = seenBy(server); seen != nodes; seen = seenBy(server)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(server.url() + " sees " + seen + " nodes");
                }
                // There is no event of another process to wait for.
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private int seenBy(ServerProcess server) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/api/stats"))
                        .header("Authorization", "Bearer " + token)
                        .timeout(PATIENCE)
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(request.uri() + ": " + answer.statusCode());
        }
        return Json.read(answer.body()).asJsonObject().getJsonArray("nodes").size();
    }
}
