package dev.parley.greeting;

import dev.parley.api.Budget;
import dev.parley.api.Gateway;
import dev.parley.api.Inbound;
import dev.parley.api.OnEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.ServerEvent;

/** The event {@code ping}, which is not the heartbeat: it asks for the server's time. */
@Gateway({"/", "/chat", "/realtime"})
public class PingGateway {

    /** Milliseconds since the epoch. */
    public record Pong(long timestamp) {}

    @OnEvent(value = "ping", budget = Budget.SIGNALS)
    public Pong ping(LocalSocket socket, Inbound event) {
        Pong pong = new Pong(System.currentTimeMillis());
        if (!event.ackWanted()) {
            socket.emit(ServerEvent.PONG.same(pong));
        }
        return pong;
    }
}
