package dev.parley.conformance.suites;

import dev.parley.api.Loss;
import dev.parley.engineio.Connection;
import dev.parley.engineio.ConnectionAcceptor;
import dev.parley.engineio.ConnectionListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Sends each message of Engine.IO back as it came. Thread-safe. */
@ApplicationScoped
public class Echo implements ConnectionAcceptor {

    @Override
    public String path() {
        return "/engine.io";
    }

    @Override
    public ConnectionListener accept(Connection connection) {
        return new ConnectionListener() {
            @Override
            public void onMessage(String text) {
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
        };
    }
}
