package dev.parley.harness.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the plain door. Thread-safe, but for one thread that waits. */
public final class PlainClient implements WebSocket.Listener, AutoCloseable {

    private static final int ABNORMAL = 1006;
    private static final long PATIENCE_SECONDS = 60;

    private final StringBuilder parts = new StringBuilder();
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private WebSocket socket;
    private int asked;

    private PlainClient() {}

    /** Connects to a node. */
    public static PlainClient to(ClusterNode node, String token) {
        return to(node.url(), token);
    }

    /** Connects to a server. */
    public static PlainClient to(String server, String token) {
        PlainClient client = new PlainClient();
        URI door = URI.create(server.replaceFirst("^http", "ws") + "/ws/chat?token=" + token);
        client.socket =
                HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(door, client).join();
        return client;
    }

    private void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /** Asks for something, and waits for the answer; what comes before is dropped. */
    public String ask(String event, String data) throws InterruptedException {
        int id = ++asked;
        send("{\"event\":\"%s\",\"id\":%d,\"data\":%s}".formatted(event, id, data));
        return await("\"id\":" + id);
    }

    /** Whether a frame with that in it has come, whoever has waited for it. */
    public boolean hasHeard(String text) {
        return heard.stream().anyMatch(frame -> frame.contains(text));
    }

    /** Waits for a frame with that in it; what comes before is dropped. */
    public String await(String text) throws InterruptedException {
        while (true) {
            String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("There never came: " + text);
            }
            if (frame.contains(text)) {
                return frame;
            }
        }
    }

    /** Waits for the code with which the server closed. */
    public int awaitClose() throws Exception {
        return code.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        parts.append(part);
        if (last) {
            heard.add(parts.toString());
            frames.add(parts.toString());
            parts.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        code.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        code.complete(ABNORMAL);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
