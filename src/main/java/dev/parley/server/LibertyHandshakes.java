package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;

/**
 * Exempts WebSocket handshakes from the limit of requests per connection ({@code
 * maxKeepAliveRequests}). When that limit is reached, Open Liberty (26.0.0.3) adds {@code Close} to
 * the header {@code Connection} of a handshake's response too. Java's own client then fails the
 * handshake, because it expects exactly {@code Upgrade}.
 *
 * <p>Uses reflection like {@link LibertyInbound}. Thread-safe.
 */
final class LibertyHandshakes {

    /** Marks a connection that has had its exemption. */
    private static final String EXEMPTED = LibertyHandshakes.class.getName();

    private final LibertyInbound inbound;
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
        inbound = new LibertyInbound(handshake);
        Class<?> link = inbound.link();
        isLast = link.getDeclaredMethod("maxRequestsServed");
        isLast.setAccessible(true);
        count = PrivateFields.of(link, "numRequestsProcessed");
        state = link.getMethod("getVirtualConnection");
        attributes = state.getReturnType().getMethod("getStateMap");
    }

    /**
     * Allows the connection one more request, once. If the handshake is refused, the next request
     * is the last one.
     */
    void exempt(HttpServletRequest handshake) throws ReflectiveOperationException {
        Optional<Object> link = inbound.link(handshake);
        if (link.isPresent() && (boolean) isLast.invoke(link.get())) {
            exempt(link.get());
        }
    }

    @SuppressWarnings("unchecked")
    private void exempt(Object link) throws ReflectiveOperationException {
        Map<Object, Object> marks = (Map<Object, Object>) attributes.invoke(state.invoke(link));
        if (marks.putIfAbsent(EXEMPTED, true) == null) {
            count.setInt(link, count.getInt(link) - 1);
        }
    }
}
