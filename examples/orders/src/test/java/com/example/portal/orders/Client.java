package com.example.portal.orders;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of Parley's plain WebSocket endpoint. Thread-safe. */
final class Client implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 20;

    private final StringBuilder frame = new StringBuilder();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> replies = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private WebSocket socket;

    /** A token of development mode. */
    static String token(URI server, String userId, String... groups)
            throws IOException, InterruptedException {
        JsonObject claims =
                Json.createObjectBuilder()
                        .add("sub", userId)
                        .add("username", userId)
                        .add(
                                "groups",
                                Json.createArrayBuilder(java.util.List.of((Object[]) groups)))
                        .build();
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve("/dev/token"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(claims.toString()))
                        .build();
        return read(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .getString("token");
    }

    /** Connects to a namespace. */
    static Client connect(URI server, String namespace, String token) {
        Client client = new Client();
        URI address =
                URI.create("ws://" + server.getAuthority() + "/ws" + namespace + "?token=" + token);
        client.socket = HTTP.newWebSocketBuilder().buildAsync(address, client).join();
        return client;
    }

    /** The status of a handshake. */
    static int handshakeStatus(URI server, String namespace, String token) {
        try {
            connect(server, namespace, token).close();
            return 101;
        } catch (java.util.concurrent.CompletionException e) {
            return ((java.net.http.WebSocketHandshakeException) e.getCause())
                    .getResponse()
                    .statusCode();
        }
    }

    /**
     * Sends an event and waits for its reply: the whole frame, with {@code data} or {@code error}.
     */
    JsonObject ask(String event, JsonValue data) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> reply = new CompletableFuture<>();
        replies.put(id, reply);
        JsonObject call =
                Json.createObjectBuilder()
                        .add("event", event)
                        .add("data", data)
                        .add("id", id)
                        .build();
        socket.sendText(call.toString(), true);
        return reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for an event of this name, and returns its data. */
    JsonObject next(String event) throws InterruptedException {
        JsonObject next;
        do {
            next = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no " + event);
            }
        } while (!next.getString("event").equals(event));
        return next.getJsonObject("data");
    }

    void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        frame.append(part);
        if (last) {
            take(read(frame.toString()));
            frame.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void take(JsonObject message) {
        if (message.containsKey("event")) {
            events.add(message);
        } else {
            replies.remove(message.getInt("id")).complete(message);
        }
    }

    private static JsonObject read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
