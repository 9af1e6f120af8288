package dev.parley.conformance.clients;

import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.Socket;

/** Tells clients who they are. */
@Gateway("/foo")
public class FooGateway {

    @OnEvent("getId")
    public String tellId(Socket socket) {
        return socket.id();
    }
}
