package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends request bodies on Open Liberty (26.0.0.3), for which Liberty has no API. After a request,
 * Liberty reads the rest of its body, without a thread but also without a deadline: {@code
 * readTimeout} starts again with each read.
 *
 * <p>Uses reflection like {@link LibertyInbound}. Thread-safe.
 */
final class LibertyBodies {

    private static final Logger LOG = Logger.getLogger(LibertyBodies.class.getName());

    /** {@code TCPRequestContext.ABORT_TIMEOUT}: fails the present read, and all later ones. */
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
        isDestroyed = LibertyReads.accessible(link, "isDestroyed");
        count = LibertyReads.accessible(link, "numRequestsProcessed");
        context = link.getMethod("getHTTPContext");
        isRead = context.getReturnType().getMethod("isIncomingMessageFullyRead");
        connection = LibertyReads.accessible(link, "myTSC");
        reads = connection.getType().getMethod("getReadInterface");
        read = reads.getReturnType().getMethod("read", long.class, int.class);
    }

    /** Returns the body of a request; empty with HTTP/2. */
    Optional<IncomingBody> body(HttpServletRequest request) throws ReflectiveOperationException {
        Optional<Object> link = inbound.link(request);
        return link.isEmpty()
                ? Optional.empty()
                : Optional.of(new Body(link.get(), count.getInt(link.get())));
    }

    /** The body of one request. */
    private final class Body implements IncomingBody {

        private final Object link;

        /** The connection may receive other requests after this one. */
        private final int number;

        Body(Object link, int number) {
            this.link = link;
            this.number = number;
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

        @Override
        public void abort() {
            // Liberty destroys the connection, and makes it serve another client, with this lock.
            synchronized (link) {
                if (isComplete()) {
                    return;
                }
                try {
                    read.invoke(reads.invoke(connection.get(link)), 0, ABORT);
                } catch (ReflectiveOperationException | RuntimeException e) {
                    LOG.log(Level.FINE, "A body could not be ended", e);
                }
            }
        }
    }
}
