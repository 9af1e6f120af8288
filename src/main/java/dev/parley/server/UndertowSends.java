package dev.parley.server;

import io.undertow.server.protocol.framed.AbstractFramedChannel;
import io.undertow.websockets.core.StreamSinkFrameChannel;
import io.undertow.websockets.core.WebSocketChannel;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import org.xnio.StreamConnection;
import org.xnio.ssl.SslConnection;

/**
 * Sends frames on the calling thread. Undertow (2.3.23) lets the I/O thread of the connection write
 * all frames ({@code AbstractFramedChannel.flush}): each send wakes that thread, and adds a timeout
 * to its queue, although the socket's buffer nearly always has room.
 *
 * <p>Uses reflection for Undertow's queues. Thread-safe.
 */
final class UndertowSends {

    private final Field connection;
    private final Field newFrames;
    private final Field pendingFrames;
    private final Field heldFrames;

    /**
     * Looks up Undertow's queues.
     *
     * @throws ReflectiveOperationException if this version of Undertow has others
     */
    UndertowSends() throws ReflectiveOperationException {
        Class<?> channel = AbstractFramedChannel.class;
        connection = PrivateFields.of(channel, "channel", StreamConnection.class);
        newFrames = PrivateFields.of(channel, "newFrames", Deque.class);
        pendingFrames = PrivateFields.of(channel, "pendingFrames", Collection.class);
        heldFrames = PrivateFields.of(channel, "heldFrames", Collection.class);
    }

    /**
     * Returns the way to a client; empty if TLS or an extension changes the frames of its
     * connection.
     */
    @SuppressWarnings("unchecked")
    Optional<DirectSends> to(WebSocketChannel channel) throws IllegalAccessException {
        StreamConnection below = (StreamConnection) connection.get(channel);
        if (below instanceof SslConnection || channel.areExtensionsSupported()) {
            return Optional.empty();
        }
        return Optional.of(
                new UndertowSink(
                        channel,
                        below.getSinkChannel(),
                        (Deque<StreamSinkFrameChannel>) newFrames.get(channel),
                        (Collection<StreamSinkFrameChannel>) pendingFrames.get(channel),
                        (Collection<StreamSinkFrameChannel>) heldFrames.get(channel)));
    }
}
