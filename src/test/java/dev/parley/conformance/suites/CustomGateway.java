package dev.parley.conformance.suites;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnConnect;
import dev.parley.hub.Socket;
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
