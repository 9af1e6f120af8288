package dev.parley.server;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;

/**
 * Suspends reading while pongs of the client are not handled, or pongs to it are not written.
 *
 * <p>Undertow (2.3) answers each ping automatically and queues the pong, whether or not the client
 * reads: endless pings would fill the memory, and each pong searches the whole queue for its place.
 * The client's own pongs are queued for the endpoint, which a busy machine handles more slowly than
 * it reads. Undertow does not reveal the type of a frame. So every 64 frames the gate enqueues a
 * marker pong, which RFC 6455 (5.5.3) allows, and a marker task. Once both have completed,
 * everything that was queued before them has completed too.
 *
 * <p>Thread-safe.
 */
final class UndertowPongGate implements WebSocketCallback<Void> {

    /**
     * The number of frames between two pairs of markers; also how many may arrive before a pair has
     * completed. Until then, Undertow keeps a buffer of 16 KiB for each frame, however short.
     */
    private static final int FRAMES = 64;

    private final WebSocketChannel channel;
    private final Executor tasks;
    private final Consumer<Boolean> gate;
    private int frames;

    /** The number of markers that have not completed. */
    private int marks;

    private boolean closed;

    private UndertowPongGate(WebSocketChannel channel, Executor tasks, Consumer<Boolean> gate) {
        this.channel = channel;
        this.tasks = tasks;
        this.gate = gate;
    }

    /**
     * Installs a gate in front of the receiver of a channel.
     *
     * @param tasks the executor on which the endpoint handles frames, one after the other
     * @param gate called with true to stop reading frames, with false to continue; must not block
     * @throws IllegalStateException if this version of Undertow stores its receiver differently
     */
    static void install(WebSocketChannel channel, Executor tasks, Consumer<Boolean> gate) {
        ChannelListener.Setter<WebSocketChannel> setter = channel.getReceiveSetter();
        if (!(setter instanceof ChannelListener.SimpleSetter<WebSocketChannel> known)) {
            throw new IllegalStateException("The receiver of a channel cannot be read");
        }
        ChannelListener<? super WebSocketChannel> receiver = known.get();
        UndertowPongGate pongs = new UndertowPongGate(channel, tasks, gate);
        setter.set(
                source -> {
                    pongs.count();
                    ChannelListeners.invokeChannelListener(source, receiver);
                });
    }

    private void count() {
        boolean mark = false;
        synchronized (this) {
            frames++;
            if (frames >= FRAMES && marks == 0) {
                marks = 2;
                frames = 0;
                mark = true;
            } else if (frames >= FRAMES && !closed) {
                closed = true;
                gate.accept(true);
            }
        }
        if (mark) {
            tasks.execute(this::passed);
            WebSockets.sendPong(ByteBuffer.allocate(0), channel, this);
        }
    }

    private synchronized void passed() {
        marks--;
        if (marks == 0 && closed) {
            closed = false;
            gate.accept(false);
        }
    }

    @Override
    public void complete(WebSocketChannel source, Void context) {
        passed();
    }

    @Override
    public void onError(WebSocketChannel source, Void context, Throwable failure) {
        // The channel is closed.
        passed();
    }
}
