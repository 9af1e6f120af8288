package dev.parley.greeting;

import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.Timestamps;
import dev.parley.room.PresenceScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends a newly connected client its identity and the limits that apply. Thread-safe. */
@ApplicationScoped
public class Greeting {

    /** The data of {@code connected}; null fields are omitted. */
    public record Connected(
            String clientId,
            String userId,
            String username,
            long serverTime,
            @Nullable String tokenExpiresAt,
            Limits limits,
            String presence,
            String version) {}

    /**
     * The limits: text in characters, payload in bytes, rate in events per window, window in
     * milliseconds.
     */
    public record Limits(int text, int payload, int rate, long window) {}

    @Inject private PresenceScope scope;
    @Inject private Settings settings;

    /** Sends {@code connected}. Only events that go to everybody may precede it. */
    public void greet(LocalSocket socket) {
        User user = socket.user();
        Instant end = user.expiresAt();
        Limits limits =
                new Limits(
                        settings.chat().textLength(),
                        settings.connections().maxPayload(),
                        settings.rate().limit(),
                        settings.rate().window().toMillis());
        socket.emit(
                ServerEvent.CONNECTED.same(
                        new Connected(
                                socket.id(),
                                user.id(),
                                user.name(),
                                System.currentTimeMillis(),
                                end == null ? null : Timestamps.iso(end),
                                limits,
                                scope.current().name().toLowerCase(Locale.ROOT),
                                settings.version())));
    }
}
