package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.OpenLiberty;
import dev.parley.flow.PartialEndpoint;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;
import java.util.List;

/**
 * Opens the doors of Engine.IO at the address that is configured, where it is not the one of the
 * annotations; there the filter finds nothing then. And on Open Liberty, which has its reason.
 */
@WebListener
public class PathRegistration implements ServletContextListener {

    private static final String USUAL = "/socket.io";

    @Inject private Settings settings;
    @Inject private Connections connections;

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
        if (moved || OpenLiberty.isHere()) {
            PartialEndpoint.register(
                    context, path + "/", EnginePacketEncoder.class, List.of(), this::handler);
        }
    }

    private FrameHandler handler() {
        WebSocketEndpoint handler = new WebSocketEndpoint();
        handler.inject(connections, settings);
        return handler;
    }
}
