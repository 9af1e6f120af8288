package dev.parley.edge;

import dev.parley.flow.ThreadPools;
import dev.parley.server.ApplicationServer;
import dev.parley.server.BodyBudget;
import dev.parley.server.EndOfRequest;
import dev.parley.server.IncomingBody;
import dev.parley.server.RequestLimits;
import dev.parley.server.RequestRefusal;
import dev.parley.server.RequestRefusedException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Limits the heads and bodies of requests, on servers that cannot do this before the filters run,
 * and exempts WebSocket handshakes from the servers' own limits of requests per connection. Bodies
 * at Parley's own addresses follow with {@link ArrivalFilter}. Those at other addresses, which only
 * classes of a portal read, are limited while they are read. All have a deadline, also after their
 * response. Thread-safe.
 */
final class EdgeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Time for the reader of a body to respond with 408 before the connection is aborted. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final transient RequestLimits limits;
    private final transient ApplicationServer server;
    private final transient ThreadPools threads;

    EdgeFilter(RequestLimits limits, ApplicationServer server, ThreadPools threads) {
        this.limits = limits;
        this.server = server;
        this.threads = threads;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!RequestLimits.announcesBody(request)) {
            limitHead(request, response, chain, false);
            return;
        }
        Runnable deadline = server.incomingBody(request).map(this::limitTime).orElse(() -> {});
        try {
            limitHead(request, response, chain, true);
        } finally {
            atTheEnd(request, deadline);
        }
    }

    /**
     * Aborts the connection if the body is incomplete after the timeout.
     *
     * @return cancels the deadline if the body is complete; to be run at the end of the request
     */
    private Runnable limitTime(IncomingBody body) {
        Future<?> deadline =
                threads.timers()
                        .after(limits.timeout().plus(GRACE), () -> threads.abort(body::abort));
        return () -> {
            if (body.isComplete()) {
                deadline.cancel(false);
            }
        };
    }

    private void limitHead(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            boolean hasBody)
            throws IOException, ServletException {
        if (Head.isLargerThan(limits.maxHead(), request)) {
            refuse(response, RequestRefusal.HEAD_TOO_LARGE);
            return;
        }
        if (!hasBody && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            server.exempt(request);
        }
        String path = path(request);
        if (!hasBody || limits.isPolling(path) && request.getMethod().equals("POST")) {
            chain.doFilter(request, response);
            return;
        }
        Optional<Runnable> transfer =
                isRead(path) ? server.dispatchElsewhere(request) : Optional.empty();
        if (transfer.isPresent()) {
            RequestLimits.awaitBody(request, transfer.get());
            chain.doFilter(request, response);
        } else {
            limitBody(request, response, chain);
        }
    }

    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    /** Returns whether Parley reads the bodies of requests to this path. */
    private static boolean isRead(String path) {
        return path.startsWith("/api/") || path.equals("/dev/token");
    }

    private void limitBody(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        BodyBudget.Share share = limits.share(request);
        try {
            chain.doFilter(limited(request, response, share), response);
        } catch (RequestRefusedException e) {
            if (response.isCommitted()) {
                throw e;
            }
            response.reset();
            refuse(response, e.refusal());
        } finally {
            atTheEnd(request, share::release);
        }
    }

    private LimitedRequest limited(
            HttpServletRequest request, HttpServletResponse response, BodyBudget.Share share) {
        return new LimitedRequest(request, response, limits.timeout(), share, System::nanoTime);
    }

    private static void atTheEnd(HttpServletRequest request, Runnable action) {
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new EndOfRequest(action));
                return;
            }
        } catch (IllegalStateException over) {
            // The request has ended meanwhile.
        }
        action.run();
    }

    private static void refuse(HttpServletResponse response, RequestRefusal refusal)
            throws IOException {
        response.getOutputStream().write(prepare(response, refusal));
    }

    /** Sets status and headers of a response, and returns its body. */
    static byte[] prepare(HttpServletResponse response, RequestRefusal refusal) {
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType(RequestRefusal.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Connection", "close");
        response.setHeader("Cache-Control", "no-store");
        if (refusal == RequestRefusal.TOO_MANY) {
            response.setIntHeader("Retry-After", RequestRefusal.RETRY_SECONDS);
        }
        return body;
    }
}
