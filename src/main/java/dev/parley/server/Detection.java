package dev.parley.server;

import jakarta.websocket.ContainerProvider;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Selects the {@link ApplicationServer} by the class of its WebSocket container. Stateless. */
final class Detection {

    private static final Logger LOG = Logger.getLogger(Detection.class.getName());

    static final ApplicationServer PRESENT = of(containerType());

    private Detection() {}

    private static Class<?> containerType() {
        try {
            Object container = ContainerProvider.getWebSocketContainer();
            return container == null ? Object.class : container.getClass();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.FINE, "There is no WebSocket container", e);
            return Object.class;
        }
    }

    static ApplicationServer of(Class<?> container) {
        String name = container.getName();
        if (name.startsWith("com.ibm.ws.wsoc.")) {
            return new LibertyServer(container.getClassLoader());
        }
        if (name.startsWith("io.undertow.")) {
            try {
                // Loaded only here, because the class needs Undertow's classes.
                return new UndertowServer();
            } catch (LinkageError e) {
                return new PortableServer("Undertow, whose classes are not visible,", e);
            }
        }
        return new PortableServer("An unknown server (" + name + ")", null);
    }
}
