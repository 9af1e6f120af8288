package dev.parley.devmode;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Issues a token to anybody, in development mode only: {@code POST /dev/token} with the JSON object
 * {@code {"sub", "username", "groups"?, "expiresIn"?}} returns {@code {"token", "expiresAt"}}.
 * {@code expiresIn} is the lifetime in seconds, 1 to 86400, default one hour. Outside development
 * mode every request gets 404. Thread-safe.
 */
@WebServlet("/dev/token")
public class DevTokenServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject private transient DevTokenIssuer issuer;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!issuer.isEnabled()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Answer answer =
                new DevTokenExchange(issuer)
                        .answer(
                                request.getMethod(),
                                request.getContentType(),
                                request.getInputStream());
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentType(answer.mediaType());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
