package dev.parley.flow;

import dev.parley.server.ApplicationServer;
import jakarta.servlet.ServletContext;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * An endpoint without annotations that passes the parts of messages to a {@link FrameHandler}: for
 * configured addresses, and for servers that do not bound annotated endpoints ({@link
 * dev.parley.server.ApplicationServer#boundsAnnotatedEndpoints}). Everything but the annotations is
 * shared with the annotated endpoint that it replaces.
 */
public final class PartialEndpoint extends Endpoint {

    private final FrameHandler handler;

    private PartialEndpoint(FrameHandler handler) {
        this.handler = handler;
    }

    /**
     * Opens the address of an annotated endpoint.
     *
     * @param annotated declares the address, encoders and subprotocols
     * @param handlers makes one for each connection
     */
    public static void register(
            ServletContext context, Class<?> annotated, Supplier<FrameHandler> handlers) {
        String path = annotated.getAnnotation(ServerEndpoint.class).value();
        register(context, annotated, path, handlers);
    }

    /**
     * Opens an address.
     *
     * @param annotated declares the encoders and subprotocols
     * @param path of the specification's form, with a parameter perhaps
     * @param handlers makes one for each connection
     */
    public static void register(
            ServletContext context,
            Class<?> annotated,
            String path,
            Supplier<FrameHandler> handlers) {
        ServerEndpoint declared = annotated.getAnnotation(ServerEndpoint.class);
        ServerContainer container =
                (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(
                    ServerEndpointConfig.Builder.create(PartialEndpoint.class, path)
                            .encoders(List.of(declared.encoders()))
                            .subprotocols(List.of(declared.subprotocols()))
                            .configurator(new Configurator(handlers))
                            .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException("No WebSocket at " + path, e);
        }
    }

    private static final class Configurator extends ServerEndpointConfig.Configurator {

        private final Supplier<FrameHandler> handlers;

        Configurator(Supplier<FrameHandler> handlers) {
            this.handlers = handlers;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new PartialEndpoint(handlers.get()));
        }
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        // No lambdas: containers look for the type argument.
        if (ApplicationServer.present().needsWholeTexts()) {
            session.addMessageHandler(
                    new MessageHandler.Whole<String>() {
                        @Override
                        public void onMessage(String message) {
                            handler.onFrame(message, true);
                        }
                    });
        } else {
            session.addMessageHandler(
                    new MessageHandler.Partial<String>() {
                        @Override
                        public void onMessage(String part, boolean last) {
                            handler.onFrame(part, last);
                        }
                    });
        }
        session.addMessageHandler(
                new MessageHandler.Partial<byte[]>() {
                    @Override
                    public void onMessage(byte[] part, boolean last) {
                        handler.onFrame(part, last);
                    }
                });
        session.addMessageHandler(
                new MessageHandler.Whole<PongMessage>() {
                    @Override
                    public void onMessage(PongMessage pong) {
                        handler.onPong();
                    }
                });
        try {
            handler.onOpen(session);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        handler.onError(failure);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        handler.onClose();
    }
}
