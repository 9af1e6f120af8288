package dev.parley.engineio;

import dev.parley.config.Settings;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.EnumSet;
import java.util.List;

/**
 * Opens the doors of Engine.IO at the address that is configured, where it is not the one of the
 * annotations; there the filter finds nothing then.
 */
@WebListener
public class PathRegistration implements ServletContextListener {

    private static final String USUAL = "/socket.io";

    @Inject private Settings settings;
    @Inject private Instance<PathEndpoint> endpoints;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        String path = settings.transports().path();
        if (!path.equals(USUAL)) {
            register(event.getServletContext(), path);
        }
    }

    private void register(ServletContext context, String path) {
        context.getServletRegistration(PollingServlet.NAME).addMapping(path + "/*");
        context.getFilterRegistration(HandshakeFilter.NAME)
                .addMappingForUrlPatterns(
                        EnumSet.of(DispatcherType.REQUEST), true, path, path + "/*");
        ServerContainer container =
                (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(
                    ServerEndpointConfig.Builder.create(PathEndpoint.class, path + "/")
                            .encoders(List.of(EnginePacketEncoder.class))
                            .configurator(new Injected())
                            .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException("No WebSocket at " + path, e);
        }
    }

    private final class Injected extends ServerEndpointConfig.Configurator {
        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoints.get());
        }
    }
}
