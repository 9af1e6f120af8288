package dev.parley.flow;

import jakarta.websocket.ContainerProvider;

/**
 * Whether this is Open Liberty, where annotated endpoints may not take parts. Liberty (26.0.0.3)
 * brings a frame to its endpoint only when it has all of it, and bounds frames by the session's
 * buffer sizes only for endpoints without annotations: to an annotated one that takes parts, one
 * frame of any client could fill the memory. So a {@link PartialEndpoint} stands in there.
 */
public final class OpenLiberty {

    private OpenLiberty() {}

    public static boolean isHere() {
        return ContainerProvider.getWebSocketContainer()
                .getClass()
                .getName()
                .startsWith("com.ibm.ws.wsoc.");
    }
}
