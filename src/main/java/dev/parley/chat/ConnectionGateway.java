package dev.parley.chat;

import dev.parley.api.Gateway;
import dev.parley.api.OnConnect;
import dev.parley.api.OnDisconnect;
import dev.parley.greeting.Greeting;
import dev.parley.hub.Adapter;
import dev.parley.hub.LocalSocket;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/** Greets new connections, before other gateways can, and reports connects and disconnects. */
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class ConnectionGateway {

    @Inject private Adapter adapter;
    @Inject private Greeting greeting;

    @OnConnect
    public void connected(LocalSocket socket) {
        greeting.greet(socket);
        adapter.connected(socket);
    }

    @OnDisconnect
    public void disconnected(LocalSocket socket) {
        adapter.disconnected(socket);
    }
}
