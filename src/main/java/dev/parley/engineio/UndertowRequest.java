package dev.parley.engineio;

import io.undertow.servlet.handlers.ServletRequestContext;
import org.xnio.IoUtils;

/** What Undertow can do with a request beyond the specification. Thread-safe. */
final class UndertowRequest {

    private UndertowRequest() {}

    /** Closes the connection on which the request of this thread has come; nothing if none has. */
    static Runnable cutter() {
        ServletRequestContext present = ServletRequestContext.current();
        return present == null
                ? () -> {}
                : () -> IoUtils.safeClose(present.getExchange().getConnection());
    }
}
