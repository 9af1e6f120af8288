package dev.parley.edge;

import dev.parley.server.RequestLimits;
import dev.parley.server.RequestRefusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Refuses requests whose head is too large, on servers that cannot do this before the filters run.
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
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void refuse(HttpServletResponse response, RequestRefusal refusal)
            throws IOException {
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType(RequestRefusal.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader("Connection", "close");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(body);
    }
}
