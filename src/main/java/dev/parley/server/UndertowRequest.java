package dev.parley.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import java.util.Optional;
import org.xnio.IoUtils;

/**
 * Aborts requests whose body does not end. Undertow (2.3) reads the rest of a body before it
 * completes a request, and blocks a thread meanwhile, even one that serves many connections. A few
 * hundred clients that send byte by byte would block all threads. Stateless.
 */
final class UndertowRequest {

    private UndertowRequest() {}

    /** Fails if this version of Undertow lacks a method for aborting requests. */
    static void verify() throws NoSuchMethodException {
        ServletRequestContext.class.getMethod("current");
        ServletRequestContext.class.getMethod("getExchange");
        HttpServerExchange.class.getMethod("getConnection");
    }

    /** Returns an action that closes the connection of this thread's request, if there is one. */
    static Optional<Runnable> abort() {
        return Optional.ofNullable(ServletRequestContext.current())
                .<Runnable>map(
                        present -> () -> IoUtils.safeClose(present.getExchange().getConnection()));
    }
}
