package dev.parley.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import org.xnio.IoUtils;

/**
 * Aborts requests whose body does not end. Undertow (2.3) reads the rest of a body before it
 * completes a request, and holds a thread meanwhile, even one of those that serve everybody: a few
 * hundred clients that send byte after byte would hold them all. Stateless.
 */
final class UndertowRequest {

    private UndertowRequest() {}

    /** Fails if this version of Undertow lacks something that requests are aborted with. */
    static void verify() throws NoSuchMethodException {
        ServletRequestContext.class.getMethod("current");
        ServletRequestContext.class.getMethod("getExchange");
        HttpServerExchange.class.getMethod("getConnection");
    }

    /** Returns what closes the connection of the request of this thread, if there is one. */
    static Runnable abort() {
        ServletRequestContext present = ServletRequestContext.current();
        return present == null
                ? () -> {}
                : () -> IoUtils.safeClose(present.getExchange().getConnection());
    }
}
