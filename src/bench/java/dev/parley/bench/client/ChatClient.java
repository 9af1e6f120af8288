package dev.parley.bench.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Socket.IO client for the namespace {@code /chat} over WebSocket, with only what the generator
 * needs. Sending is thread-safe.
 */
public final class ChatClient implements Connection.Listener {

    private static final String NAMESPACE = "/chat,";
    private static final byte[] CONNECTED = Bytes.ascii("40" + NAMESPACE);
    private static final byte[] ACK = Bytes.ascii("43" + NAMESPACE);
    private static final byte[] MESSAGE = Bytes.ascii("42" + NAMESPACE + "[\"new_message\",");
    private static final byte[] EVENT = Bytes.ascii("42" + NAMESPACE);

    private final Connection connection;
    private final int index;
    private final String token;
    private final ChatEvents events;
    private final AtomicInteger acks = new AtomicInteger();

    /**
     * @param index its number among the clients of a run
     * @param token its token, or null for none
     */
    public ChatClient(EventLoop loop, int index, String token, ChatEvents events) {
        this.connection = new Connection(loop, this);
        this.index = index;
        this.token = token;
        this.events = events;
    }

    public int index() {
        return index;
    }

    /**
     * Begins to connect; {@link ChatEvents#onReady} or {@link ChatEvents#onClosed} follows.
     *
     * @param receiveBuffer the size of the socket's receive buffer, or 0 for the system's
     */
    public void connect(InetAddress from, InetSocketAddress to, int receiveBuffer) {
        connection.open(from, to, "/socket.io/?EIO=4&transport=websocket", receiveBuffer);
    }

    /** The id by which the answer to the next event is known. */
    public int nextAck() {
        return acks.incrementAndGet();
    }

    /** Sends an event that wants an answer. */
    public void emit(int ack, String event, String json) {
        connection.send("42" + NAMESPACE + ack + "[\"" + event + "\"," + json + "]");
    }

    public void pause() {
        connection.pause();
    }

    public void resume() {
        connection.resume();
    }

    public void close() {
        connection.close();
    }

    @Override
    public void onOpen() {
        // The server's turn: it opens the Engine.IO session.
    }

    @Override
    public void onText(byte[] bytes, int from, int to, long now) {
        if (Bytes.startsWith(bytes, from, to, MESSAGE)) {
            events.onMessage(this, bytes, from + MESSAGE.length, to, now);
        } else if (Bytes.startsWith(bytes, from, to, ACK)) {
            int at = from + ACK.length;
            int id = (int) Bytes.number(bytes, at, to);
            events.onAck(this, id, bytes, at, to, now);
        } else if (Bytes.startsWith(bytes, from, to, EVENT)) {
            events.onOtherEvent(this);
        } else if (to > from && bytes[from] == '2') {
            connection.send("3");
        } else if (to > from && bytes[from] == '0') {
            String auth = token == null ? "" : "{\"token\":\"" + token + "\"}";
            connection.send("40" + NAMESPACE + auth);
        } else if (Bytes.startsWith(bytes, from, to, CONNECTED)) {
            events.onReady(this, now);
        } else {
            String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            connection.fail(new IllegalStateException("sent " + text));
        }
    }

    @Override
    public void onClosed(String why) {
        events.onClosed(this, why);
    }
}
