package dev.parley.harness.war;

import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.OnConnect;
import dev.parley.api.Socket;
import java.util.Map;

/** What a portal may add to Parley's namespaces: a word for users named {@code welcome…}. */
@Gateway({"/", "/chat", "/realtime"})
public class WelcomeGateway {

    @OnConnect
    public void welcome(Socket socket) {
        if (socket.user().name().startsWith("welcome")) {
            socket.emit(Event.same("welcome", Map.of("name", socket.user().name())));
        }
    }
}
