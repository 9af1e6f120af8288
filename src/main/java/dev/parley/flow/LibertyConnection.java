package dev.parley.flow;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The TCP connection below a session of Open Liberty, for the one thing that Liberty offers nobody:
 * to end it. Liberty (26.0.0.3) waits for the client's answer to a close frame, reads or does not
 * read what comes instead, and keeps the socket as long as the client keeps it. So clients that owe
 * that answer would hold sockets that no limit counts.
 *
 * <p>By reflection, since the classes of Liberty's WebSocket feature are not seen by applications;
 * if a version of Liberty has others, the socket ends with the client's side, as without this.
 */
final class LibertyConnection {

    private static final Logger LOG = Logger.getLogger(LibertyConnection.class.getName());
    private static final Set<String> OPEN = Set.of("IO_OK", "LOCAL_CLOSING");

    private LibertyConnection() {}

    /** What ends the connection of {@code session} without a farewell. */
    static Optional<Runnable> abortOf(Session session) {
        if (!session.getClass().getName().startsWith("com.ibm.ws.wsoc.")) {
            return Optional.empty();
        }
        try {
            Object implementation = session.getClass().getMethod("getSessionImpl").invoke(session);
            Field field = implementation.getClass().getDeclaredField("connLink");
            field.setAccessible(true);
            Object link = field.get(implementation);
            Method close =
                    link.getClass()
                            .getMethod(
                                    "closeUsingSession",
                                    CloseReason.class,
                                    boolean.class,
                                    boolean.class);
            Method status = link.getClass().getMethod("getLinkStatus");
            return Optional.of(() -> abort(link, status, close));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.FINE, "This version of Open Liberty is not known", e);
            return Optional.empty();
        }
    }

    private static void abort(Object link, Method status, Method close) {
        try {
            // What has ended by itself is left alone: the device may serve another client by now.
            if (OPEN.contains(String.valueOf(status.invoke(link)))) {
                // No reason to tell, nothing to wait for, straight to the device.
                close.invoke(link, null, false, true);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.FINE, "A connection could not be ended", e);
        }
    }
}
