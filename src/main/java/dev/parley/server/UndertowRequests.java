package dev.parley.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs Parley's handlers before Undertow (2.3) handles a request to this deployment in any other
 * way. Undertow finds this class by its name in {@code META-INF/services}. Thread-safe.
 */
public final class UndertowRequests implements ServletExtension {

    /** Null before the application has been deployed. */
    private static volatile @Nullable RequestLimits limits;

    private static volatile boolean installed;

    /**
     * Sets the limits of requests.
     *
     * @throws IllegalStateException if Undertow did not call this class
     */
    static void limit(RequestLimits requests) {
        if (!installed) {
            throw new IllegalStateException("Undertow does not call its extensions");
        }
        limits = requests;
    }

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        deployment.addInitialHandlerChainWrapper(UndertowEntrance::new);
        installed = true;
    }

    /** The first handler of each request. */
    private record UndertowEntrance(HttpHandler next) implements HttpHandler {

        @Override
        public void handleRequest(HttpServerExchange exchange) throws Exception {
            RequestLimits present = limits;
            if (present != null && UndertowHead.isLargerThan(present.maxHead(), exchange)) {
                UndertowBody.refuse(exchange, present, RequestRefusal.HEAD_TOO_LARGE);
                return;
            }
            UndertowCookies.clean(exchange.getRequestHeaders());
            if (present == null || exchange.isRequestComplete()) {
                next.handleRequest(exchange);
            } else {
                UndertowBody.handle(exchange, present, next);
            }
        }
    }
}
