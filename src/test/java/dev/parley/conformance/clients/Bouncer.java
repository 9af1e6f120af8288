package dev.parley.conformance.clients;

import dev.parley.api.Loss;
import dev.parley.engineio.Connection;
import dev.parley.engineio.ConnectionAcceptor;
import dev.parley.engineio.ConnectionListener;
import dev.parley.hub.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Says hello, knows three requests, and sends all else back as it came. Thread-safe. */
@ApplicationScoped
public class Bouncer implements ConnectionAcceptor {

    private static final String CYRILLIC = "пойду спать всем спокойной ночи";

    @Inject private LastPost lastPost;

    @Override
    public String path() {
        return "/engine.io";
    }

    @Override
    public ConnectionListener accept(Connection connection) {
        return new Bouncing(connection);
    }

    private final class Bouncing implements ConnectionListener {

        private final Connection connection;

        Bouncing(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onOpen() {
            send("hi");
        }

        @Override
        public void onMessage(String text) {
            switch (text) {
                case "give binary" -> onBinary(new byte[] {0, 1, 2, 3, 4});
                case "give utf8" -> send(CYRILLIC);
                case "sendHeaders" -> send(Json.write(lastPost.headers()));
                default -> send(text);
            }
        }

        private void send(String text) {
            connection.send(Connection.pack(text, List.of(), Loss.NEVER));
        }

        @Override
        public void onBinary(byte[] data) {
            connection.send(connection.pack(data, Loss.NEVER));
        }

        @Override
        public void onClose() {
            // Nothing is kept.
        }
    }
}
