package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Aborts request bodies on Open Liberty (26.0.0.3), which has no API for this. After the response,
 * Liberty reads the rest of a body without a thread and without a total deadline: {@code
 * readTimeout} starts again with each read.
 *
 * <p>Uses reflection like {@link LibertyInbound}. Thread-safe.
 */
final class LibertyBodies {

    private static final Logger LOG = Logger.getLogger(LibertyBodies.class.getName());

    /** {@code TCPRequestContext.ABORT_TIMEOUT}: fails the pending read, and all later ones. */
    private static final int ABORT = -3;

    private final LibertyInbound inbound;
    private final Field isDestroyed;
    private final Field count;
    private final Method context;
    private final Method isRead;
    private final Field connection;
    private final Method reads;
    private final Method read;

    /**
     * Looks up Liberty's classes.
     *
     * @param any any request
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyBodies(HttpServletRequest any) throws ReflectiveOperationException {
        inbound = new LibertyInbound(any);
        Class<?> link = inbound.link();
        isDestroyed = PrivateFields.of(link, "isDestroyed");
        count = PrivateFields.of(link, "numRequestsProcessed");
        context = link.getMethod("getHTTPContext");
        isRead = context.getReturnType().getMethod("isIncomingMessageFullyRead");
        connection = PrivateFields.of(link, "myTSC");
        reads = connection.getType().getMethod("getReadInterface");
        read = reads.getReturnType().getMethod("read", long.class, int.class);
    }

    /** Returns the body of a request; empty with HTTP/2. */
    Optional<IncomingBody> body(HttpServletRequest request) throws ReflectiveOperationException {
        Optional<Object> link = inbound.link(request);
        if (link.isEmpty()) {
            return Optional.empty();
        }
        Object socket = reads.invoke(connection.get(link.get()));
        return Optional.of(new Body(link.get(), count.getInt(link.get()), socket));
    }

    /** The body of one request. */
    private final class Body implements IncomingBody {

        private final Object link;

        /** The connection may receive other requests after this one. */
        private final int number;

        private final Object socket;

        Body(Object link, int number, Object socket) {
            this.link = link;
            this.number = number;
            this.socket = socket;
        }

        @Override
        public boolean isComplete() {
            try {
                return isDestroyed.getBoolean(link)
                        || count.getInt(link) != number
                        || (boolean) isRead.invoke(context.invoke(link));
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "The state of a body is unknown", e);
                return true;
            }
        }

        /**
         * Without the lock of the connection: Liberty holds it while it discards a body that
         * arrives as fast as it reads.
         */
        @Override
        public void abort() {
            if (isComplete()) {
                return;
            }
            try {
                read.invoke(socket, 0, ABORT);
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "A body could not be aborted", e);
            }
        }
    }
}
