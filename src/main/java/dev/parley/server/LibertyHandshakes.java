package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;

/**
 * Exempts WebSocket handshakes from the limit of requests per connection ({@code
 * maxKeepAliveRequests}). When that limit is reached, Open Liberty (26.0.0.3) adds {@code Close} to
 * the header {@code Connection} of a handshake's response too. Java's own client then fails the
 * handshake, because it expects exactly {@code Upgrade}.
 *
 * <p>Uses reflection, because applications do not see these classes. Thread-safe.
 */
final class LibertyHandshakes {

    /** Marks a connection that has had its exemption. */
    private static final String EXEMPTED = LibertyHandshakes.class.getName();

    private final Class<?> type;
    private final Method request;
    private final Method connection;
    private final Method link;
    private final Method isLast;
    private final Field count;
    private final Method state;
    private final Method attributes;

    /**
     * Looks up Liberty's classes.
     *
     * @param handshake any request
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyHandshakes(HttpServletRequest handshake) throws ReflectiveOperationException {
        Object innermost = LibertyRequests.innermost(handshake);
        type = innermost.getClass();
        request = type.getMethod("getIRequest");
        Object liberty = request.invoke(innermost);
        connection = liberty.getClass().getMethod("getHttpInboundConnection");
        link = connection.invoke(liberty).getClass().getMethod("getHttpInboundLink2");
        isLast = link.getReturnType().getDeclaredMethod("maxRequestsServed");
        isLast.setAccessible(true);
        count = LibertyReads.accessible(link.getReturnType(), "numRequestsProcessed");
        state = link.getReturnType().getMethod("getVirtualConnection");
        attributes = state.getReturnType().getMethod("getStateMap");
    }

    /**
     * Allows the connection one more request, once. If the handshake is refused, the next request
     * is the last one.
     */
    @SuppressWarnings("unchecked")
    void exempt(HttpServletRequest handshake) throws ReflectiveOperationException {
        Object innermost = LibertyRequests.innermost(handshake);
        if (!type.isInstance(innermost)) {
            return;
        }
        Object inbound = link.invoke(connection.invoke(request.invoke(innermost)));
        if (!(boolean) isLast.invoke(inbound)) {
            return;
        }
        Map<Object, Object> marks = (Map<Object, Object>) attributes.invoke(state.invoke(inbound));
        if (marks.putIfAbsent(EXEMPTED, true) == null) {
            count.setInt(inbound, count.getInt(inbound) - 1);
        }
    }
}
