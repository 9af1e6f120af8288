package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Finds Open Liberty's HTTP connection ({@code HttpInboundLink}, 26.0.0.3) of a request. Uses
 * reflection, because these classes are not visible to applications. Thread-safe.
 */
final class LibertyInbound {

    private static final String LINK = "com.ibm.ws.http.channel.internal.inbound.HttpInboundLink";

    private final Class<?> type;
    private final Method request;
    private final Method connection;
    private final Method link;

    /**
     * Looks up Liberty's classes.
     *
     * @param any any request
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyInbound(HttpServletRequest any) throws ReflectiveOperationException {
        Object innermost = LibertyRequests.innermost(any);
        type = innermost.getClass();
        request = type.getMethod("getIRequest");
        Object liberty = request.invoke(innermost);
        connection = liberty.getClass().getMethod("getHttpInboundConnection");
        link = connection.invoke(liberty).getClass().getMethod("getHttpInboundLink2");
    }

    /** Returns Liberty's class of connections. */
    Class<?> link() {
        return link.getReturnType();
    }

    /** Returns the connection of a request; empty with HTTP/2. */
    Optional<Object> link(HttpServletRequest of) throws ReflectiveOperationException {
        Object innermost = LibertyRequests.innermost(of);
        if (!type.isInstance(innermost)) {
            return Optional.empty();
        }
        Object found = link.invoke(connection.invoke(request.invoke(innermost)));
        return Optional.ofNullable(found).filter(each -> each.getClass().getName().equals(LINK));
    }
}
