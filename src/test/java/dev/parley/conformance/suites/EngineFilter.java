package dev.parley.conformance.suites;

import dev.parley.engineio.HandshakeFilter;
import jakarta.servlet.annotation.WebFilter;

/** Judges the requests of Engine.IO at the address of the echo. */
@WebFilter(
        filterName = "engine-handshake",
        urlPatterns = {"/engine.io", "/engine.io/*"},
        asyncSupported = true)
public class EngineFilter extends HandshakeFilter {

    private static final long serialVersionUID = 1L;
}
