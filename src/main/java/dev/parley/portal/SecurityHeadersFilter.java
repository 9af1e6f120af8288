package dev.parley.portal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/** Adds the headers that keep foreign scripts, styles and frames out to every response. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityHeadersFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** {@code 'self'} includes WebSockets of the same origin, but not in every browser in use. */
    private static final String POLICY =
            "default-src 'self'; connect-src 'self' %s; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader(
                "Content-Security-Policy",
                String.format(Locale.ROOT, POLICY, socketOrigin(request)));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        chain.doFilter(request, response);
    }

    private static String socketOrigin(HttpServletRequest request) {
        String host = request.getHeader("Host");
        // Only a valid host name may go into the header.
        return host != null && host.matches("[A-Za-z0-9.:\\[\\]-]{1,255}")
                ? "ws://" + host + " wss://" + host
                : "";
    }
}
