package dev.parley.greeting;

import dev.parley.gateway.Budget;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnEvent;
import dev.parley.hub.Event;
import dev.parley.hub.Inbound;
import dev.parley.hub.Socket;

/** The event {@code ping}, which is not the heartbeat: it asks for the server's time. */
@Gateway({"/", "/chat", "/realtime"})
public class PingGateway {

    /** Milliseconds since the epoch. */
    public record Pong(long timestamp) {}

    @OnEvent(value = "ping", budget = Budget.SIGNALS)
    public Pong ping(Socket socket, Inbound event) {
        Pong pong = new Pong(System.currentTimeMillis());
        if (!event.ackWanted()) {
            socket.emit(Event.same("pong", pong));
        }
        return pong;
    }
}
