package dev.parley.conformance;

import dev.parley.engineio.PollingServlet;
import jakarta.servlet.annotation.WebServlet;

/** Long polling of Engine.IO at an address where no Socket.IO is above it. */
@WebServlet(name = "engine-polling", urlPatterns = "/engine.io/*", asyncSupported = true)
public class EngineServlet extends PollingServlet {

    private static final long serialVersionUID = 1L;
}
