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
 * Serves the JavaScript client at the address where Socket.IO pages expect it: {@code
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

    /** Serves the requested file, or responds with 404. */
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
