package dev.parley.harness.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client that speaks Engine.IO frame by frame and answers nothing by itself. Frames come in as a
 * queue; each wait ends at a deadline. For one thread.
 */
public final class RawClient implements AutoCloseable {

    public static final String QUERY = "EIO=4&transport=websocket";

    /** The code of a connection that ended without a close frame (RFC 6455, 7.1.5). */
    private static final int ABNORMAL = 1006;

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Frames frames = new Frames();
    private final WebSocket webSocket;

    private RawClient(URL server, String query) {
        try {
            webSocket =
                    Http.CLIENT
                            .newWebSocketBuilder()
                            .connectTimeout(DEADLINE)
                            .buildAsync(address(server, query), frames)
                            .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                HttpResponse<?> answer = refused.getResponse();
                throw new IllegalStateException(
                        "refused with " + answer + ": " + answer.body() + answer.headers().map(),
                        e);
            }
            throw e;
        }
    }

    /** A connection whose open packet has not been read yet. */
    public static RawClient dial(URL server) {
        return new RawClient(server, QUERY);
    }

    /** A connection whose open packet has been read. */
    public static RawClient open(URL server) {
        return open(server, QUERY);
    }

    /** A connection made with this query, whose open packet has been read. */
    public static RawClient open(URL server, String query) {
        RawClient client = new RawClient(server, query);
        String open = client.next();
        assertTrue(open.startsWith("0{"), open);
        return client;
    }

    /** A connection that has joined {@code /chat} and was greeted. */
    public static RawClient inChat(URL server, TestUser user) {
        RawClient client = open(server);
        client.send(connect(user));
        client.next("40/chat,{\"sid\":");
        client.next("42/chat,[\"connected\",");
        return client;
    }

    /** The packet that joins {@code /chat}. */
    public static String connect(TestUser user) {
        return "40/chat,{\"token\":\"" + user.token() + "\"}";
    }

    /** The answer to a WebSocket handshake that must be refused; its body is a string. */
    public static HttpResponse<?> refusal(URL server, String query, String... headers) {
        return refusal(address(server, query), headers);
    }

    private static HttpResponse<?> refusal(URI address, String... headers) {
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(DEADLINE);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            builder.buildAsync(address, new WebSocket.Listener() {}).join().abort();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse();
            }
            throw e;
        }
        return fail("the server took the handshake " + address);
    }

    /** The answer to a handshake of the plain door that must be refused. */
    public static HttpResponse<?> plainRefusal(URL server, String path, TestUser user) {
        URI address = URI.create("ws://" + server.getHost() + ":" + server.getPort() + path);
        return refusal(address, "Authorization", "Bearer " + user.token());
    }

    private static URI address(URL server, String query) {
        return URI.create(
                "ws://" + server.getHost() + ":" + server.getPort() + "/socket.io/?" + query);
    }

    public void send(String frame) {
        webSocket.sendText(frame, true).join();
    }

    /** Sends one message as two frames. */
    public void sendInPieces(String first, String second) {
        webSocket.sendText(first, false).join();
        webSocket.sendText(second, true).join();
    }

    public void sendBinary(byte... bytes) {
        webSocket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next frame of the server. */
    public String next() {
        return next(DEADLINE);
    }

    /** The next frame of the server, which may take this long. */
    public String next(Duration limit) {
        try {
            String frame = frames.received.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            return frame != null
                    ? frame
                    : fail("no frame came; closed with " + frames.closed.getNow(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(e);
        }
    }

    /** The next frame that begins like this; those before it are dropped. */
    public String next(String beginning) {
        String frame = next();
        while (!frame.startsWith(beginning)) {
            frame = next();
        }
        return frame;
    }

    /** Makes a round trip in {@code /chat}, which only a connection that lives can do. */
    public void assertAlive() {
        send("42/chat,77[\"ping\"]");
        next("43/chat,77[{");
    }

    /** Makes a round trip in no namespace: the answer to a CONNECT that is refused. */
    public void assertOpen() {
        send("40/none-such,");
        assertEquals("44/none-such,{\"message\":\"Invalid namespace\"}", next("44/none-such,"));
    }

    /** Waits until the server has closed the connection; answers the code. */
    public int closeCode() {
        assertTrue(isClosed(), "the server did not close the connection");
        return frames.closed.join();
    }

    /** Waits until the server has closed the connection, and says whether it did. */
    public boolean isClosed() {
        try {
            frames.closed.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        webSocket.abort();
    }

    /** Gathers what comes; called by one thread of the HTTP client at a time. */
    private static final class Frames implements WebSocket.Listener {

        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                received.add(partial.toString());
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(ABNORMAL);
        }
    }
}
