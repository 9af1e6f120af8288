package dev.parley.boot;

import dev.parley.engineio.WebSocketEndpoint;
import dev.parley.plain.NamespaceEndpoint;
import dev.parley.plain.RootEndpoint;
import dev.parley.server.ApplicationServer;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leaves out Parley's annotated endpoints on servers that do not limit their frames; {@link
 * dev.parley.flow.PartialEndpoint}s replace them there. Stateless.
 */
public final class AnnotatedEndpoints implements ServerApplicationConfig {

    private static final Set<Class<?>> REPLACED =
            Set.of(WebSocketEndpoint.class, RootEndpoint.class, NamespaceEndpoint.class);

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return Set.of();
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        if (ApplicationServer.present().boundsAnnotatedEndpoints()) {
            return found;
        }
        return found.stream()
                .filter(endpoint -> !REPLACED.contains(endpoint))
                .collect(Collectors.toSet());
    }
}
