package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.PartialEndpoint;
import dev.parley.server.ApplicationServer;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/**
 * Registers the Engine.IO endpoints at the configured path, if it differs from the annotated one;
 * the filter then responds with 404 at the annotated path. Also registers the WebSocket endpoint
 * without its annotations on servers that do not limit the size of the parts that annotated
 * endpoints receive.
 */
@WebListener
public class PathRegistration implements ServletContextListener {

    private static final String USUAL = "/socket.io";

    @Inject private Settings settings;
    @Inject private Connections connections;
    @Inject private ApplicationServer server;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        String path = settings.transports().path();
        boolean moved = !path.equals(USUAL);
        if (moved) {
            context.getServletRegistration(PollingServlet.NAME).addMapping(path + "/*");
            context.getFilterRegistration(HandshakeFilter.NAME)
                    .addMappingForUrlPatterns(
                            EnumSet.of(DispatcherType.REQUEST), true, path, path + "/*");
        }
        if (moved || !server.boundsAnnotatedEndpoints()) {
            PartialEndpoint.register(
                    context, WebSocketEndpoint.class, path + "/", connections::frameHandler);
        }
    }
}
