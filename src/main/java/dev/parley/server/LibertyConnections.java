package dev.parley.server;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Closes the TCP connections below the sessions of Open Liberty, for which Liberty has no API.
 * Liberty (26.0.0.3) waits for the client's answer to a close frame, and keeps the socket for as
 * long as the client does. So clients that do not answer would hold sockets that no limit counts.
 *
 * <p>Uses reflection, because applications do not see the classes of Liberty's WebSocket feature.
 * Thread-safe.
 */
final class LibertyConnections {

    private static final Logger LOG = Logger.getLogger(LibertyConnections.class.getName());
    private static final Set<String> OPEN = Set.of("IO_OK", "LOCAL_CLOSING");

    private final Method implementation;
    private final Field link;
    private final Method status;
    private final Method close;

    /**
     * Looks up Liberty's classes.
     *
     * @param webSockets the class loader of Liberty's WebSocket feature
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyConnections(ClassLoader webSockets) throws ReflectiveOperationException {
        Class<?> session = Class.forName("com.ibm.ws.wsoc.external.SessionExt", false, webSockets);
        implementation = session.getMethod("getSessionImpl");
        link = implementation.getReturnType().getDeclaredField("connLink");
        link.setAccessible(true);
        status = link.getType().getMethod("getLinkStatus");
        close =
                link.getType()
                        .getMethod(
                                "closeUsingSession",
                                CloseReason.class,
                                boolean.class,
                                boolean.class);
    }

    /**
     * Returns the control of a session.
     *
     * @throws ReflectiveOperationException if this is not a session of Liberty
     * @throws IllegalArgumentException if this is not a session of Liberty
     */
    SessionControl control(Session session) throws ReflectiveOperationException {
        Object connection = link.get(implementation.invoke(session));
        return new SessionControl(Optional.empty(), Optional.of(() -> abort(connection)));
    }

    private void abort(Object connection) {
        try {
            // A link that has already ended is left alone: its device may serve another client.
            if (OPEN.contains(String.valueOf(status.invoke(connection)))) {
                // Without a reason, without waiting, directly to the device.
                close.invoke(connection, null, false, true);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.FINE, "A connection could not be closed", e);
        }
    }
}
