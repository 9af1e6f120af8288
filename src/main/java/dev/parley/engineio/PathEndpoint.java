package dev.parley.engineio;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The WebSocket door of Engine.IO at an address that is configured ({@code parley.path}). */
@Dependent
public class PathEndpoint extends Endpoint {

    @Inject private WebSocketEndpoint door;

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        // No lambdas: containers look for the type argument.
        session.addMessageHandler(
                new MessageHandler.Partial<String>() {
                    @Override
                    public void onMessage(String part, boolean last) {
                        door.onText(part, last);
                    }
                });
        session.addMessageHandler(
                new MessageHandler.Partial<byte[]>() {
                    @Override
                    public void onMessage(byte[] part, boolean last) {
                        door.onBinary(part, last);
                    }
                });
        try {
            door.onOpen(session);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        door.onError(failure);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        door.onClose();
    }
}
