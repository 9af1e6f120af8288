package dev.parley.bench.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** The client side of a WebSocket. The loop reads; sending, pausing and closing are thread-safe. */
final class Connection implements Frames.Sink {

    /** The callbacks of a connection, on the loop's thread. */
    interface Listener {
        void onOpen();

        /** A text message; {@code now} is when its bytes were read. */
        void onText(byte[] bytes, int from, int to, long now);

        /** The connection has ended; called once. */
        void onClosed(String why);
    }

    private static final byte[] END_OF_HEAD = Bytes.ascii("\r\n\r\n");
    private static final byte[] SWITCHING = Bytes.ascii("HTTP/1.1 101");

    private final EventLoop loop;
    private final Listener listener;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private String request;
    private SocketChannel channel;
    private SelectionKey key;
    private byte[] rest = new byte[0];
    private boolean upgraded;
    private boolean ended;
    private long now;

    Connection(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    void open(InetAddress from, InetSocketAddress to, String path, int receiveBuffer) {
        request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + to.getAddress().getHostAddress()
                        + ":"
                        + to.getPort()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n";
        loop.connect(this, from, to, receiveBuffer);
    }

    void begin(SocketChannel opened, SelectionKey selection) {
        channel = opened;
        key = selection;
    }

    void connected() {
        key.interestOps(SelectionKey.OP_READ);
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Sends a text message. */
    void send(String text) {
        write(Frames.write(Frames.TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    private synchronized void write(ByteBuffer bytes) {
        if (channel == null || !channel.isOpen()) {
            return;
        }
        try {
            if (waiting.isEmpty()) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining()) {
                waiting.add(bytes);
                key.interestOpsOr(SelectionKey.OP_WRITE);
                key.selector().wakeup();
            }
        } catch (IOException e) {
            loop.execute(() -> fail(e));
        }
    }

    synchronized void flush() throws IOException {
        while (!waiting.isEmpty()) {
            channel.write(waiting.peek());
            if (waiting.peek().hasRemaining()) {
                return;
            }
            waiting.remove();
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }

    void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        buffer.put(rest);
        if (!buffer.hasRemaining()) {
            throw new IOException("a frame is too large");
        }
        int count = channel.read(buffer);
        now = System.nanoTime();
        if (count < 0) {
            end("closed by the server");
            return;
        }
        byte[] bytes = buffer.array();
        int to = buffer.position();
        int at = 0;
        if (!upgraded) {
            at = head(bytes, to);
        }
        if (upgraded) {
            at = Frames.read(bytes, at, to, this);
        }
        keep(bytes, at, to);
    }

    /** Reads the answer to the handshake; returns what of it was used. */
    private int head(byte[] bytes, int to) throws IOException {
        int end = Bytes.indexOf(bytes, 0, to, END_OF_HEAD);
        if (end < 0) {
            return 0;
        }
        if (!Bytes.startsWith(bytes, 0, to, SWITCHING)) {
            String answer = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
            throw new IOException("refused: " + answer.lines().findFirst().orElse(""));
        }
        upgraded = true;
        listener.onOpen();
        return end + END_OF_HEAD.length;
    }

    private void keep(byte[] bytes, int from, int to) {
        if (from < to || rest.length > 0) {
            rest = new byte[to - from];
            System.arraycopy(bytes, from, rest, 0, rest.length);
        }
    }

    @Override
    public void frame(int opcode, boolean last, byte[] bytes, int from, int to) {
        switch (opcode) {
            case Frames.TEXT, Frames.CONTINUATION -> text(last, bytes, from, to);
            case Frames.PING -> {
                byte[] data = new byte[to - from];
                System.arraycopy(bytes, from, data, 0, data.length);
                write(Frames.write(Frames.PONG, data));
            }
            case Frames.CLOSE ->
                    end("closed with " + (to - from < 2 ? "no code" : code(bytes, from)));
            default -> {
                // The generator ignores pongs and attachments.
            }
        }
    }

    private static int code(byte[] bytes, int from) {
        return (bytes[from] & 0xff) << 8 | bytes[from + 1] & 0xff;
    }

    private void text(boolean last, byte[] bytes, int from, int to) {
        if (last && fragments.size() == 0) {
            listener.onText(bytes, from, to, now);
            return;
        }
        fragments.write(bytes, from, to - from);
        if (last) {
            byte[] whole = fragments.toByteArray();
            fragments.reset();
            listener.onText(whole, 0, whole.length, now);
        }
    }

    /** Stops reading, so that what the server sends piles up. */
    void pause() {
        key.interestOpsAnd(~SelectionKey.OP_READ);
    }

    void resume() {
        key.interestOpsOr(SelectionKey.OP_READ);
        key.selector().wakeup();
    }

    void fail(Exception e) {
        end(e.getMessage() != null ? e.getMessage() : e.toString());
    }

    /** Closes the connection without a close frame, as a network failure does. */
    void close() {
        loop.execute(() -> end("closed by the client"));
    }

    private void end(String why) {
        if (ended) {
            return;
        }
        ended = true;
        synchronized (this) {
            waiting.clear();
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
        listener.onClosed(why);
    }
}
