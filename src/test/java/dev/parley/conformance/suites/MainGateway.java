package dev.parley.conformance.suites;

import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnConnect;
import dev.parley.gateway.OnEvent;
import dev.parley.hub.Arguments;
import dev.parley.hub.Event;
import dev.parley.hub.Inbound;
import dev.parley.hub.Socket;
import jakarta.inject.Inject;

/** The namespace in which the suite of Socket.IO sends its events. */
@Gateway("/")
public class MainGateway {

    @Inject private Greeting greeting;

    @OnConnect
    public void tellWhatTheClientBrought(Socket socket) {
        greeting.send(socket);
    }

    @OnEvent("message")
    public void sendBack(Socket socket, Inbound event) {
        socket.emit(Event.same("message-back", new Arguments(event.data())));
    }

    @OnEvent("message_with_ack")
    public Arguments answer(Inbound event) {
        return new Arguments(event.data());
    }
}
