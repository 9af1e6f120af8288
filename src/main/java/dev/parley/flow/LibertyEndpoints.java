package dev.parley.flow;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Set;

/**
 * Leaves the annotated endpoints out on Open Liberty, where their {@link PartialEndpoint}s are
 * registered instead. Liberty (26.0.0.3) brings a frame to its endpoint only when it has all of it,
 * and bounds frames by the session's buffer sizes only for endpoints without annotations: to an
 * annotated one that takes parts, one frame of any client could fill the memory. Stateless.
 */
public final class LibertyEndpoints implements ServerApplicationConfig {

    /** Whether this is Open Liberty. */
    public static boolean areWanted() {
        return ContainerProvider.getWebSocketContainer()
                .getClass()
                .getName()
                .startsWith("com.ibm.ws.wsoc.");
    }

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return Set.of();
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        return areWanted() ? Set.of() : found;
    }
}
