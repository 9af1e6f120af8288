package dev.parley.chat;

import dev.parley.config.Settings;
import dev.parley.gateway.Budget;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.OnConnect;
import dev.parley.gateway.OnDisconnect;
import dev.parley.gateway.OnEvent;
import dev.parley.hub.Adapter;
import dev.parley.hub.Event;
import dev.parley.hub.Inbound;
import dev.parley.hub.Socket;
import dev.parley.hub.Timestamps;
import dev.parley.security.User;
import jakarta.inject.Inject;
import java.util.Locale;

/** Coming and going: the greeting, who is online, and whether the server is still there. */
@Gateway({ChatNamespaces.OPEN, ChatNamespaces.CHAT})
public class ConnectionGateway {

    @Inject private Adapter adapter;
    @Inject private PresenceAnnouncer presence;
    @Inject private Settings settings;

    @OnConnect
    public void connected(Socket socket) {
        User user = socket.user();
        Events.Limits limits =
                new Events.Limits(
                        settings.chat().textLength(),
                        settings.connections().maxPayload(),
                        settings.rate().limit(),
                        settings.rate().window().toMillis());
        socket.emit(
                Event.same(
                        "connected",
                        new Events.Connected(
                                socket.id(),
                                user.id(),
                                user.name(),
                                System.currentTimeMillis(),
                                user.anonymous() ? null : Timestamps.iso(user.expiresAt()),
                                limits,
                                presence.scope().name().toLowerCase(Locale.ROOT),
                                settings.version())));
        adapter.connected(socket);
    }

    @OnDisconnect
    public void disconnected(Socket socket) {
        adapter.disconnected(socket);
    }

    @OnEvent(value = "ping", budget = Budget.SIGNALS)
    public Answers.Pong ping(Socket socket, Inbound event) {
        Answers.Pong pong = new Answers.Pong(System.currentTimeMillis());
        if (!event.ackWanted()) {
            socket.emit(Event.same("pong", pong));
        }
        return pong;
    }
}
