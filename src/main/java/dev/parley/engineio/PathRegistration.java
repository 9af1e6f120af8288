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
 * Opens the doors of Engine.IO at the configured address, if it is not that of the annotations. At
 * the address of the annotations, the filter then finds nothing.
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
