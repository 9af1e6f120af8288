package dev.parley.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** The one thread that reads all connections. It talks to the loopback only. */
public final class EventLoop implements AutoCloseable {

    /** The largest frame that can be received. */
    private static final int BUFFER = 4 << 20;

    private static final int SELECT_MILLIS = 1000;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "bench-loop");
    private volatile boolean closed;

    public EventLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a task on the loop's thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs a task on the loop's thread and waits for its result. */
    public <T> T call(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(
                () -> {
                    try {
                        result.complete(task.get());
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Begins to connect.
     *
     * @param from the address to connect from, since one address has 28,000 ports only
     * @param receiveBuffer the size of the socket's receive buffer, or 0 for the system's
     */
    void connect(Connection connection, InetAddress from, InetSocketAddress to, int receiveBuffer) {
        if (!to.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(to + " is not on the loopback");
        }
        execute(
                () -> {
                    try {
                        SocketChannel channel = SocketChannel.open();
                        channel.configureBlocking(false);
                        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                        if (receiveBuffer > 0) {
                            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
                        }
                        channel.bind(new InetSocketAddress(from, 0));
                        SelectionKey key =
                                channel.register(selector, SelectionKey.OP_CONNECT, connection);
                        connection.begin(channel, key);
                        if (channel.connect(to)) {
                            connection.connected();
                        }
                    } catch (IOException e) {
                        connection.fail(e);
                    }
                });
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::ready, SELECT_MILLIS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isValid() && key.isConnectable()) {
                ((SocketChannel) key.channel()).finishConnect();
                connection.connected();
            }
            if (key.isValid() && key.isReadable()) {
                connection.read(buffer);
            }
            if (key.isValid() && key.isWritable()) {
                connection.flush();
            }
        } catch (IOException | RuntimeException e) {
            connection.fail(e);
        }
    }

    /** Ends the thread; connections are closed by those who opened them. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5000);
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
