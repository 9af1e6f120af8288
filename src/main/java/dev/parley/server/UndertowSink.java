package dev.parley.server;

import io.undertow.websockets.core.StreamSinkFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Writes to the socket below a WebSocket of Undertow, with the lock with which Undertow writes, and
 * only if nothing waits in its queues. Undertow writes what the socket does not take at once.
 * Endpoints must not send fragments. Thread-safe.
 *
 * @param added frames that any thread has added
 * @param pending frames that are written next; guarded by the lock of the channel, like {@code
 *     held}
 * @param held frames that wait for others
 */
record UndertowSink(
        WebSocketChannel channel,
        ConduitStreamSinkChannel socket,
        Deque<StreamSinkFrameChannel> added,
        Collection<StreamSinkFrameChannel> pending,
        Collection<StreamSinkFrameChannel> held)
        implements DirectSends {

    @Override
    public boolean send(Supplier<ByteBuffer> frame, Consumer<@Nullable Throwable> done) {
        UndertowRest rest = null;
        Throwable failure = null;
        synchronized (channel) {
            if (!isReady()) {
                return false;
            }
            ByteBuffer bytes = frame.get();
            int length = bytes.remaining();
            try {
                socket.write(bytes);
                if (bytes.remaining() == length) {
                    return false;
                }
                if (bytes.hasRemaining()) {
                    rest = new UndertowRest(channel, done);
                    rest.queue(bytes, added);
                    return true;
                }
                // As Undertow does; it also ends the time that WildFly sets for the next write.
                socket.suspendWrites();
            } catch (Exception | Error e) {
                // The client may have got a part of the frame: nothing may follow it.
                IoUtils.safeClose(channel);
                failure = e;
            }
        }
        // Without the lock, because this is code of the caller.
        if (rest == null) {
            done.accept(failure);
        } else {
            rest.end(failure);
        }
        return true;
    }

    private boolean isReady() {
        return pending.isEmpty()
                && added.isEmpty()
                && held.isEmpty()
                && !channel.isCloseFrameSent()
                && !channel.isCloseFrameReceived();
    }
}
