package dev.parley.flow;

import jakarta.servlet.ServletContext;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * An endpoint without annotations, for addresses that are configured, and for Open Liberty ({@link
 * OpenLiberty}). Takes messages in parts.
 */
public final class PartialEndpoint extends Endpoint {

    private final FrameHandler handler;

    private PartialEndpoint(FrameHandler handler) {
        this.handler = handler;
    }

    /**
     * Opens an address.
     *
     * @param path of the specification's form, with a parameter perhaps
     * @param handlers makes one for each connection
     */
    public static void register(
            ServletContext context,
            String path,
            Class<? extends Encoder> encoder,
            List<String> subprotocols,
            Supplier<FrameHandler> handlers) {
        ServerContainer container =
                (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(
                    ServerEndpointConfig.Builder.create(PartialEndpoint.class, path)
                            .encoders(List.of(encoder))
                            .subprotocols(subprotocols)
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
        session.addMessageHandler(
                new MessageHandler.Partial<String>() {
                    @Override
                    public void onMessage(String part, boolean last) {
                        handler.text(part, last);
                    }
                });
        session.addMessageHandler(
                new MessageHandler.Partial<byte[]>() {
                    @Override
                    public void onMessage(byte[] part, boolean last) {
                        handler.binary(part, last);
                    }
                });
        session.addMessageHandler(
                new MessageHandler.Whole<PongMessage>() {
                    @Override
                    public void onMessage(PongMessage pong) {
                        handler.pong();
                    }
                });
        try {
            handler.open(session);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        handler.failed(failure);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        handler.closed();
    }
}
