package dev.parley.greeting;

import dev.parley.api.Budget;
import dev.parley.api.Gateway;
import dev.parley.api.Inbound;
import dev.parley.api.OnEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.ServerEvent;

/** Handles the event {@code ping}, which returns the server's time. It is not the heartbeat. */
@Gateway({"/", "/chat", "/realtime"})
public class PingGateway {

    /** The server's time, in milliseconds since the epoch. */
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
