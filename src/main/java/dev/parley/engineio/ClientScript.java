package dev.parley.engineio;

import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * The JavaScript client beside the connections, where pages of Socket.IO look for it: {@code
 * /socket.io/socket.io.js}. Thread-safe.
 */
@ApplicationScoped
class ClientScript {

    private static final Set<String> FILES =
            Set.of(
                    "/socket.io.js",
                    "/socket.io.js.map",
                    "/socket.io.min.js",
                    "/socket.io.min.js.map",
                    "/socket.io.esm.min.js",
                    "/socket.io.esm.min.js.map");

    @Inject private Settings settings;

    /** Serves the file that a request names; what is none is not found. */
    void serve(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String file = request.getPathInfo();
        if (file != null && settings.transports().serveClient() && FILES.contains(file)) {
            request.getRequestDispatcher("/vendor" + file).forward(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
