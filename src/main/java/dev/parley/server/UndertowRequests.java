package dev.parley.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import jakarta.servlet.ServletContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs Parley's handlers before Undertow (2.3) handles a request to this deployment in any other
 * way. Undertow finds this class by its name in {@code META-INF/services}. Thread-safe.
 */
public final class UndertowRequests implements ServletExtension {

    /**
     * Requests that one connection may send. Clients that pipeline requests and read nothing could
     * otherwise fill the buffers of their connection with small responses, until a thread waits.
     */
    private static final int MAX_PER_CONNECTION = 100;

    private static final AttachmentKey<AtomicInteger> COUNT =
            AttachmentKey.create(AtomicInteger.class);

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
            limitRequestsOfConnection(exchange);
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

        private static void limitRequestsOfConnection(HttpServerExchange exchange) {
            ServerConnection connection = exchange.getConnection();
            AtomicInteger count = connection.getAttachment(COUNT);
            if (count == null) {
                count = new AtomicInteger();
                connection.putAttachment(COUNT, count);
            }
            boolean isUpgrade = exchange.getRequestHeaders().contains(Headers.UPGRADE);
            // The response to a handshake must not announce the end of the connection. If the
            // handshake is refused, the next request is the last one.
            int last = isUpgrade ? MAX_PER_CONNECTION + 1 : MAX_PER_CONNECTION;
            if (count.incrementAndGet() >= last) {
                exchange.setPersistent(false);
            }
        }
    }
}
