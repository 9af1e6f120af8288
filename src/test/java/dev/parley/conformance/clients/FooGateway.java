package dev.parley.conformance.clients;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnEvent;
import dev.parley.hub.Socket;

/** Tells clients who they are. */
@Gateway("/foo")
public class FooGateway {

    @OnEvent("getId")
    public String tellId(Socket socket) {
        return socket.id();
    }
}
