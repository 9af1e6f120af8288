package dev.parley.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Receives the body of one request before the application sees the request, and without blocking a
 * thread.
 *
 * <p>Otherwise, Undertow (2.3) would read the body on a worker thread: for {@code getParameter},
 * for a REST resource, or at the end of a request whose body has not been read. It has 16 worker
 * threads per core, which also handle WebSocket frames. One slow body per thread would stop the
 * node.
 *
 * <p>For one thread: the I/O thread of the connection.
 */
final class UndertowBody {

    private static final Logger LOG = Logger.getLogger(UndertowBody.class.getName());

    private final HttpServerExchange exchange;
    private final RequestLimits limits;
    private final HttpHandler next;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XnioExecutor.Key deadline;
    private final BodyBudget.Share share;

    private UndertowBody(HttpServerExchange exchange, RequestLimits limits, HttpHandler next) {
        this.exchange = exchange;
        this.limits = limits;
        this.next = next;
        share = limits.share(address(exchange), forwarded(exchange));
        deadline = limitTime();
    }

    private static String address(HttpServerExchange exchange) {
        InetSocketAddress source = exchange.getSourceAddress();
        InetAddress address = source.getAddress();
        return address == null ? source.getHostString() : address.getHostAddress();
    }

    private static List<String> forwarded(HttpServerExchange exchange) {
        HeaderValues values = exchange.getRequestHeaders().get(RequestLimits.FORWARDED);
        return values == null ? List.of() : List.copyOf(values);
    }

    /** Passes a request on once its body has arrived. */
    static void handle(HttpServerExchange exchange, RequestLimits limits, HttpHandler next)
            throws Exception {
        UndertowBody body = new UndertowBody(exchange, limits, next);
        if (limits.isPolling(exchange.getRelativePath())
                && exchange.getRequestMethod().equals(Methods.POST)) {
            next.handleRequest(exchange);
        } else {
            // Sends "100 Continue" to clients that wait for it.
            new HttpContinueReadHandler(reading -> body.begin()).handleRequest(exchange);
        }
    }

    /** Refuses a request, whether or not it has a body. */
    static void refuse(HttpServerExchange exchange, RequestLimits limits, RequestRefusal refusal) {
        new UndertowBody(exchange, limits, unused -> {}).refuse(refusal);
    }

    /** Closes the connection at the deadline, no matter what reads the body. */
    private XnioExecutor.Key limitTime() {
        XnioExecutor.Key key =
                exchange.getIoThread()
                        .executeAfter(
                                () -> {
                                    if (!exchange.isRequestComplete()) {
                                        IoUtils.safeClose(exchange.getConnection());
                                    }
                                },
                                limits.timeout().toMillis(),
                                TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener(
                (completed, following) -> {
                    key.remove();
                    share.release();
                    following.proceed();
                });
        return key;
    }

    private void begin() throws Exception {
        if (exchange.getRequestContentLength() > limits.maxBytes()) {
            refuse(RequestRefusal.TOO_LARGE);
            return;
        }
        StreamSourceChannel channel = exchange.getRequestChannel();
        switch (read(channel)) {
            case WAITING -> {
                channel.getReadSetter().set(this::onReadable);
                channel.resumeReads();
            }
            case COMPLETE -> {
                unread();
                next.handleRequest(exchange);
            }
            case REFUSED -> {
                // The response has been sent.
            }
        }
    }

    private void onReadable(StreamSourceChannel channel) {
        try {
            Progress progress = read(channel);
            if (progress == Progress.COMPLETE) {
                stop(channel);
                unread();
                Connectors.executeRootHandler(next, exchange);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, "A request ended before its body", e);
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        }
    }

    private enum Progress {
        WAITING,
        COMPLETE,
        REFUSED
    }

    private Progress read(StreamSourceChannel channel) throws IOException {
        try (PooledByteBuffer pooled = exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            while (true) {
                buffer.clear();
                int length = channel.read(buffer);
                if (length <= 0) {
                    return length == 0 ? Progress.WAITING : Progress.COMPLETE;
                }
                if (bytes.size() + length > limits.maxBytes()) {
                    stop(channel);
                    return refuse(RequestRefusal.TOO_LARGE);
                }
                if (!share.reserve(length)) {
                    stop(channel);
                    return refuse(RequestRefusal.TOO_MANY);
                }
                buffer.flip();
                byte[] chunk = new byte[length];
                buffer.get(chunk);
                bytes.writeBytes(chunk);
            }
        }
    }

    private static void stop(StreamSourceChannel channel) {
        channel.getReadSetter().set(null);
        channel.suspendReads();
    }

    /** Sends an error. Undertow reads the rest of the body without blocking, until the deadline. */
    private Progress refuse(RequestRefusal refusal) {
        exchange.setStatusCode(refusal.status());
        exchange.setPersistent(false);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, RequestRefusal.MEDIA_TYPE);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        if (refusal == RequestRefusal.TOO_MANY) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RequestRefusal.RETRY_SECONDS);
        }
        exchange.getResponseSender().send(refusal.json());
        return Progress.REFUSED;
    }

    /** Lets the application read the body again, for as long as it needs. */
    private void unread() {
        deadline.remove();
        if (bytes.size() > 0) {
            ByteBuffer body = ByteBuffer.wrap(bytes.toByteArray());
            // The listener of the exchange keeps this object.
            bytes = new ByteArrayOutputStream(0);
            Connectors.ungetRequestBytes(exchange, new UndertowBytes(body));
        }
        Connectors.resetRequestChannel(exchange);
    }

    /** A buffer outside the pool. */
    private static final class UndertowBytes implements PooledByteBuffer {

        private final ByteBuffer buffer;
        private boolean open = true;

        UndertowBytes(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getBuffer() {
            return buffer;
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }
}
