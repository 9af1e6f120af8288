package dev.parley.harness.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.json.JSONObject;

/**
 * The published Java client in one namespace, with its events in queues; each wait ends at a
 * deadline. Waits are for one thread; events come from the client's own.
 */
public final class JavaClient implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 20;

    private final LatestSocket sockets = new LatestSocket();
    private final OkHttpClient http = new OkHttpClient.Builder().socketFactory(sockets).build();
    private final Map<String, BlockingQueue<Object>> heard = new ConcurrentHashMap<>();
    private final Socket socket;
    private volatile boolean overWebSocket;

    private JavaClient(
            URL server, String namespace, Map<String, String> auth, String... transports) {
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.transports = transports;
        options.reconnectionDelay = 50;
        options.reconnectionDelayMax = 500;
        options.auth = auth;
        options.callFactory = http;
        options.webSocketFactory =
                (request, listener) -> http.newWebSocket(request, new Overhearing(listener));
        socket = IO.socket(URI.create(server + namespace), options);
        socket.onAnyIncoming(args -> queue((String) args[0]).add(args[1]));
        socket.on(
                Socket.EVENT_CONNECT_ERROR, args -> queue(Socket.EVENT_CONNECT_ERROR).add(args[0]));
        socket.on(Socket.EVENT_DISCONNECT, args -> queue(Socket.EVENT_DISCONNECT).add(args[0]));
    }

    /**
     * A client that is on its way to {@code /chat} over a WebSocket with this token, or without one
     * for {@code null}.
     */
    public static JavaClient dial(URL server, String token) {
        return dial(server, "chat", token, "websocket");
    }

    /** A client that is on its way to a namespace, over the first of the transports at first. */
    public static JavaClient dial(
            URL server, String namespace, String token, String... transports) {
        Map<String, String> auth = token == null ? Map.of() : Map.of("token", token);
        JavaClient client = new JavaClient(server, namespace, auth, transports);
        client.socket.connect();
        return client;
    }

    /** A client that the server has greeted. */
    public static JavaClient connected(URL server, TestUser user) {
        JavaClient client = dial(server, user.token());
        client.next("connected");
        return client;
    }

    /** Answers an event of the server that asks for it with one argument. */
    public void answer(String event, Object answer) {
        socket.on(event, args -> ((Ack) args[args.length - 1]).call(answer));
    }

    /** Whether a message of the server has come over a WebSocket, at first or by an upgrade. */
    public boolean hasHeardOverWebSocket() {
        return overWebSocket;
    }

    public String id() {
        return socket.id();
    }

    public void emit(String event, Object... arguments) {
        socket.emit(event, arguments);
    }

    /** Emits with an ack and answers the ack. */
    public JSONObject ask(String event, Object... arguments) throws Exception {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        socket.emit(event, arguments, (Ack) args -> answer.complete(args[0]));
        return (JSONObject) answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** The payload of the next event of this name. */
    public JSONObject next(String event) {
        return (JSONObject) nextOf(event);
    }

    /** The argument of the next event of this name, whatever it is. */
    public Object nextOf(String event) {
        try {
            Object argument = queue(event).poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(argument, event + " never came");
            return argument;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Cuts the connection as a broken network does: by a reset. After an ordinary close the
     * server's farewell may still be read, and then the client waits for more of it.
     */
    public void cutTransport() throws IOException {
        sockets.latest.setSoLinger(true, 0);
        sockets.latest.close();
    }

    /** Notes that a message came, and passes all on. */
    private final class Overhearing extends WebSocketListener {

        private final WebSocketListener listener;

        Overhearing(WebSocketListener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(WebSocket webSocket, Response response) {
            listener.onOpen(webSocket, response);
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            overWebSocket |= text.startsWith("4");
            listener.onMessage(webSocket, text);
        }

        @Override
        public void onMessage(WebSocket webSocket, ByteString bytes) {
            listener.onMessage(webSocket, bytes);
        }

        @Override
        public void onClosing(WebSocket webSocket, int code, String reason) {
            listener.onClosing(webSocket, code, reason);
        }

        @Override
        public void onClosed(WebSocket webSocket, int code, String reason) {
            listener.onClosed(webSocket, code, reason);
        }

        @Override
        public void onFailure(WebSocket webSocket, Throwable failure, Response response) {
            listener.onFailure(webSocket, failure, response);
        }
    }

    /** Makes plain sockets and remembers the latest one. */
    private static final class LatestSocket extends SocketFactory {

        private volatile java.net.Socket latest;

        @Override
        public java.net.Socket createSocket() {
            latest = new java.net.Socket();
            return latest;
        }

        @Override
        public java.net.Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }

        @Override
        public java.net.Socket createSocket(
                String host, int port, InetAddress localHost, int localPort) {
            return createSocket(host, port);
        }

        @Override
        public java.net.Socket createSocket(InetAddress host, int port) {
            return createSocket(host.getHostAddress(), port);
        }

        @Override
        public java.net.Socket createSocket(
                InetAddress host, int port, InetAddress localHost, int localPort) {
            return createSocket(host.getHostAddress(), port);
        }
    }

    private BlockingQueue<Object> queue(String event) {
        return heard.computeIfAbsent(event, name -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        socket.disconnect();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
