package dev.parley.plain;

import dev.parley.flow.PartialEndpoint;
import dev.parley.server.ApplicationServer;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Registers the plain WebSocket endpoints without their annotations, on servers that do not limit
 * the size of the parts that annotated endpoints receive.
 */
@WebListener
public class PlainRegistration implements ServletContextListener {

    @Inject private PlainConnections connections;
    @Inject private ApplicationServer server;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (!server.boundsAnnotatedEndpoints()) {
            PartialEndpoint.register(
                    event.getServletContext(), RootEndpoint.class, connections::frameHandler);
            PartialEndpoint.register(
                    event.getServletContext(), NamespaceEndpoint.class, connections::frameHandler);
        }
    }
}
