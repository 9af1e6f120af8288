package dev.parley.conformance.suites;

import dev.parley.api.Arguments;
import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.Inbound;
import dev.parley.api.OnConnect;
import dev.parley.api.OnEvent;
import dev.parley.api.Socket;
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
