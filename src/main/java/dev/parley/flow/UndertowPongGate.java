package dev.parley.flow;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;

/**
 * Reads no further while a client's pongs are not handled, and the answers to its pings not
 * written.
 *
 * <p>Undertow (2.3) answers each ping by itself and queues the pong, whether or not the client
 * reads: pings without end would fill the memory, and each pong looks for its place behind all the
 * others. The client's own pongs it queues for the endpoint, which a busy machine handles more
 * slowly than it reads. Nobody tells what a frame was; so after so many frames a pong of our own
 * follows them, which RFC 6455 (5.5.3) allows, and a task of ours the tasks: when the one is
 * written and the other done, all before them are.
 *
 * <p>Thread-safe.
 */
final class UndertowPongGate implements WebSocketCallback<Void> {

    /**
     * Frames after which one of ours follows; and how many more may come until it is written and
     * they are handled. Each of them, however short, has a buffer of 16 KiB in Undertow until then.
     */
    private static final int FRAMES = 64;

    private final WebSocketChannel channel;
    private final Executor tasks;
    private final Consumer<Boolean> gate;
    private int frames;

    /** Which are under way. */
    private int marks;

    private boolean closed;

    private UndertowPongGate(WebSocketChannel channel, Executor tasks, Consumer<Boolean> gate) {
        this.channel = channel;
        this.tasks = tasks;
        this.gate = gate;
    }

    /**
     * Puts a gate before what receives the frames of a channel.
     *
     * @param tasks where the endpoint handles frames, one after the other
     * @param gate called with true to stop the reading of frames, with false to go on; must not
     *     block
     */
    static void install(WebSocketChannel channel, Executor tasks, Consumer<Boolean> gate) {
        ChannelListener.Setter<WebSocketChannel> setter = channel.getReceiveSetter();
        if (setter instanceof ChannelListener.SimpleSetter<WebSocketChannel> known) {
            ChannelListener<? super WebSocketChannel> receiver = known.get();
            UndertowPongGate pongs = new UndertowPongGate(channel, tasks, gate);
            setter.set(
                    source -> {
                        pongs.count();
                        ChannelListeners.invokeChannelListener(source, receiver);
                    });
        }
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
        // The channel is over.
        passed();
    }
}
