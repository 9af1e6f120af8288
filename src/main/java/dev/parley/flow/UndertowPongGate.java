package dev.parley.flow;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;

/**
 * Reads no further while the answers to a client's pings are not written.
 *
 * <p>Undertow (2.3) answers each ping by itself and queues the pong, whether or not the client
 * reads: pings without end would fill the memory, and each pong looks for its place behind all the
 * others. Nobody tells what a frame was; so after so many frames a pong of our own follows them,
 * which RFC 6455 (5.5.3) allows, and when it is written all before it are.
 *
 * <p>Thread-safe.
 */
final class UndertowPongGate implements WebSocketCallback<Void> {

    /** Frames after which one of ours follows; and how many more may come until it is written. */
    private static final int FRAMES = 1_024;

    private final WebSocketChannel channel;
    private final Consumer<Boolean> gate;
    private int frames;
    private boolean markUnderWay;
    private boolean closed;

    private UndertowPongGate(WebSocketChannel channel, Consumer<Boolean> gate) {
        this.channel = channel;
        this.gate = gate;
    }

    /**
     * Puts a gate before what receives the frames of a channel.
     *
     * @param gate called with true to stop the reading of frames, with false to go on; must not
     *     block
     */
    static void install(WebSocketChannel channel, Consumer<Boolean> gate) {
        ChannelListener.Setter<WebSocketChannel> setter = channel.getReceiveSetter();
        if (setter instanceof ChannelListener.SimpleSetter<WebSocketChannel> known) {
            ChannelListener<? super WebSocketChannel> receiver = known.get();
            UndertowPongGate pongs = new UndertowPongGate(channel, gate);
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
            if (frames >= FRAMES && !markUnderWay) {
                markUnderWay = true;
                frames = 0;
                mark = true;
            } else if (frames >= FRAMES && !closed) {
                closed = true;
                gate.accept(true);
            }
        }
        if (mark) {
            WebSockets.sendPong(ByteBuffer.allocate(0), channel, this);
        }
    }

    private synchronized void written() {
        markUnderWay = false;
        if (closed) {
            closed = false;
            gate.accept(false);
        }
    }

    @Override
    public void complete(WebSocketChannel source, Void context) {
        written();
    }

    @Override
    public void onError(WebSocketChannel source, Void context, Throwable failure) {
        // The channel is over.
        written();
    }
}
