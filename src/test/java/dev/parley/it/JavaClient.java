package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.WebSocket;
import org.json.JSONObject;

/**
 * The published Java client in {@code /chat}, with its events in queues; each wait ends at a
 * deadline. Waits are for one thread; events come from the client's own.
 */
final class JavaClient implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 20;

    private final OkHttpClient http = new OkHttpClient();
    private final Map<String, BlockingQueue<Object>> heard = new ConcurrentHashMap<>();
    private final Socket socket;
    private volatile WebSocket transport;

    private JavaClient(URL server, Map<String, String> auth) {
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.transports = new String[] {"websocket"};
        options.reconnectionDelay = 50;
        options.reconnectionDelayMax = 500;
        options.auth = auth;
        options.callFactory = http;
        options.webSocketFactory =
                (request, listener) -> transport = http.newWebSocket(request, listener);
        socket = IO.socket(URI.create(server + "chat"), options);
        socket.onAnyIncoming(args -> queue((String) args[0]).add(args[1]));
        socket.on(
                Socket.EVENT_CONNECT_ERROR, args -> queue(Socket.EVENT_CONNECT_ERROR).add(args[0]));
        socket.on(Socket.EVENT_DISCONNECT, args -> queue(Socket.EVENT_DISCONNECT).add(args[0]));
    }

    /** A client that is on its way with this token, or without one for {@code null}. */
    static JavaClient dial(URL server, String token) {
        JavaClient client =
                new JavaClient(server, token == null ? Map.of() : Map.of("token", token));
        client.socket.connect();
        return client;
    }

    /** A client that the server has greeted. */
    static JavaClient connected(URL server, TestUser user) {
        JavaClient client = dial(server, user.token());
        client.next("connected");
        return client;
    }

    String id() {
        return socket.id();
    }

    void emit(String event, Object... arguments) {
        socket.emit(event, arguments);
    }

    /** Emits with an ack and answers the ack. */
    JSONObject ask(String event, Object... arguments) throws Exception {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        socket.emit(event, arguments, (Ack) args -> answer.complete(args[0]));
        return (JSONObject) answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** The payload of the next event of this name. */
    JSONObject next(String event) {
        return (JSONObject) nextOf(event);
    }

    /** The argument of the next event of this name, whatever it is. */
    Object nextOf(String event) {
        try {
            Object argument = queue(event).poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(argument, event + " never came");
            return argument;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Cuts the transport as a broken network does. */
    void cutTransport() {
        transport.cancel();
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
