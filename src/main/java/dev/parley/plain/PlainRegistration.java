package dev.parley.plain;

import dev.parley.config.Settings;
import dev.parley.flow.FrameHandler;
import dev.parley.flow.OpenLiberty;
import dev.parley.flow.PartialEndpoint;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.List;

/** Opens the plain doors on Open Liberty, where the annotated endpoints are not wanted. */
@WebListener
public class PlainRegistration implements ServletContextListener {

    @Inject private Settings settings;
    @Inject private PlainConnections connections;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (OpenLiberty.isHere()) {
            register(event.getServletContext(), PlainHandshakeFilter.DOOR);
            register(event.getServletContext(), PlainHandshakeFilter.DOOR + "/{namespace}");
        }
    }

    private void register(ServletContext context, String path) {
        PartialEndpoint.register(
                context,
                path,
                ServerFrameEncoder.class,
                List.of(PlainEndpoint.SUBPROTOCOL),
                this::handler);
    }

    private FrameHandler handler() {
        PlainEndpoint handler = new RootEndpoint();
        handler.inject(connections, settings);
        return handler;
    }
}
