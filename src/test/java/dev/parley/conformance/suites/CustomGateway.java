package dev.parley.conformance.suites;

import dev.parley.api.Gateway;
import dev.parley.api.OnConnect;
import dev.parley.api.Socket;
import jakarta.inject.Inject;

/** The second namespace of the suite of Socket.IO. */
@Gateway("/custom")
public class CustomGateway {

    @Inject private Greeting greeting;

    @OnConnect
    public void tellWhatTheClientBrought(Socket socket) {
        greeting.send(socket);
    }
}
