package dev.parley.edge;

import dev.parley.server.BodyBudget;
import dev.parley.server.EndOfRequest;
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
import java.util.Collections;

/**
 * Limits the heads and bodies of requests, on servers that cannot do this before the filters run.
 * Thread-safe.
 */
final class EdgeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient RequestLimits limits;

    EdgeFilter(RequestLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (Head.isLargerThan(limits.maxHead(), request)) {
            refuse(response, RequestRefusal.HEAD_TOO_LARGE);
        } else if (!RequestLimits.announcesBody(request) || isPolling(request)) {
            chain.doFilter(request, response);
        } else {
            limitBody(request, response, chain);
        }
    }

    private boolean isPolling(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return request.getMethod().equals("POST")
                && limits.isPolling(request.getServletPath() + (rest == null ? "" : rest));
    }

    private void limitBody(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        BodyBudget.Share share =
                limits.share(
                        request.getRemoteAddr(),
                        Collections.list(request.getHeaders(RequestLimits.FORWARDED)));
        try {
            chain.doFilter(limited(request, response, share), response);
        } catch (RequestRefusedException e) {
            if (response.isCommitted()) {
                throw e;
            }
            response.reset();
            refuse(response, e.refusal());
        } finally {
            releaseAtTheEnd(request, share);
        }
    }

    private LimitedRequest limited(
            HttpServletRequest request, HttpServletResponse response, BodyBudget.Share share) {
        return new LimitedRequest(request, response, limits.timeout(), share, System::nanoTime);
    }

    private static void releaseAtTheEnd(HttpServletRequest request, BodyBudget.Share share) {
        try {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new EndOfRequest(share::release));
                return;
            }
        } catch (IllegalStateException over) {
            // The request has ended meanwhile.
        }
        share.release();
    }

    private static void refuse(HttpServletResponse response, RequestRefusal refusal)
            throws IOException {
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType(RequestRefusal.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Connection", "close");
        response.setHeader("Cache-Control", "no-store");
        if (refusal == RequestRefusal.TOO_MANY) {
            response.setIntHeader("Retry-After", RequestRefusal.RETRY_SECONDS);
        }
        response.getOutputStream().write(body);
    }
}
