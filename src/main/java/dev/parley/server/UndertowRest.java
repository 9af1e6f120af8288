package dev.parley.server;

import io.undertow.util.ImmediatePooledByteBuffer;
import io.undertow.websockets.core.StreamSinkFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrameType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;

/**
 * The rest of a frame that a socket has not taken at once, in the queue of Undertow, without a
 * header. Undertow lets pings overtake frames that wait for others; the rest must, too.
 * Thread-safe.
 */
final class UndertowRest extends StreamSinkFrameChannel {

    private final WebSocketChannel channel;
    private final Consumer<@Nullable Throwable> done;
    private final XnioExecutor.Key deadline;
    private final AtomicBoolean isOver = new AtomicBoolean();

    /**
     * @param done called once, with null or the failure
     */
    UndertowRest(WebSocketChannel channel, Consumer<@Nullable Throwable> done) {
        super(channel, WebSocketFrameType.PING);
        this.channel = channel;
        this.done = done;
        deadline =
                channel.getIoThread()
                        .executeAfter(
                                () -> end(new IOException("The client does not read")),
                                DirectSends.TIMEOUT.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    /**
     * Lets Undertow write the bytes before anything else. The caller holds the lock of the channel,
     * and nothing was in the queues when it took the lock.
     *
     * @param added the queue for new frames
     * @throws IOException if the connection has been closed; the caller must then call {@link #end}
     */
    void queue(ByteBuffer bytes, Deque<StreamSinkFrameChannel> added) throws IOException {
        getWriteSetter()
                .set(
                        ChannelListeners.<StreamSinkChannel>flushingChannelListener(
                                written -> end(null), (broken, failure) -> end(failure)));
        send(new ImmediatePooledByteBuffer(bytes));
        // On its I/O thread, Undertow would otherwise write before the rest is at the head.
        channel.setRequireExplicitFlush(true);
        try {
            shutdownWrites();
        } finally {
            channel.setRequireExplicitFlush(false);
        }
        added.remove(this);
        added.addFirst(this);
        resumeWrites();
        channel.flush();
    }

    /** Ends the frame. Undertow may call this twice when a connection is closed. */
    void end(@Nullable Throwable failure) {
        if (isOver.compareAndSet(false, true)) {
            deadline.remove();
            if (failure != null) {
                IoUtils.safeClose(channel);
            }
            done.accept(failure);
        }
    }
}
