package dev.parley.conformance.clients;

import dev.parley.engineio.HandshakeFilter;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Judges the requests of Engine.IO, with what the client's suite hooks into a server: it refuses
 * who asks for it, sets cookies at the handshake and remembers the headers of POSTs.
 */
@WebFilter(
        filterName = "engine-handshake",
        urlPatterns = {"/engine.io", "/engine.io/*"},
        asyncSupported = true)
public class EngineFilter extends HandshakeFilter {

    private static final long serialVersionUID = 1L;

    @Inject private transient LastPost lastPost;

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String query = String.valueOf(request.getQueryString());
        if (query.contains("deny")) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            response.setContentType("application/json");
            response.getOutputStream().print("{\"code\":4,\"message\":\"Forbidden\"}");
            return;
        }
        if (request.getMethod().equals("POST")) {
            lastPost.remember(request);
        }
        if (!query.contains("sid=")) {
            setCookies(response);
        }
        super.doFilter(request, response, chain);
    }

    private static void setCookies(HttpServletResponse response) {
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        response.addHeader("Set-Cookie", "1=1; Max-Age=86400");
        response.addHeader("Set-Cookie", "2=2; Path=/; HttpOnly; Secure; SameSite=Strict");
        response.addHeader("Set-Cookie", "3=3; Max-Age=0");
        response.addHeader("Set-Cookie", "4=4; Expires=" + now);
    }
}
