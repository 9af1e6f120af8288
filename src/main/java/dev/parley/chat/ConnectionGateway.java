package dev.parley.chat;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnConnect;
import dev.parley.gateway.OnDisconnect;
import dev.parley.greeting.Greeting;
import dev.parley.hub.Adapter;
import dev.parley.hub.Socket;
import jakarta.inject.Inject;

/** Coming and going: the greeting, who is online, and whether the server is still there. */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class ConnectionGateway {

    @Inject private Adapter adapter;
    @Inject private Greeting greeting;

    @OnConnect
    public void connected(Socket socket) {
        greeting.greet(socket);
        adapter.connected(socket);
    }

    @OnDisconnect
    public void disconnected(Socket socket) {
        adapter.disconnected(socket);
    }
}
