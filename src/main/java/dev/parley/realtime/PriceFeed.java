package dev.parley.realtime;

import dev.parley.api.Event;
import dev.parley.form.ChannelName;
import dev.parley.hub.Channels;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.Broadcast;
import dev.parley.room.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;

/**
 * Prices for whoever subscribes to {@code price:<token>}; a portal injects it and brings the
 * prices. Thread-safe; nothing blocks.
 */
@ApplicationScoped
public class PriceFeed {

    private static final String PREFIX = "price:";

    /** The data of {@code price-update}; {@code timestamp} in milliseconds since the epoch. */
    public record PriceUpdate(String token, BigDecimal price, long timestamp) {}

    @Inject private SocketRegistry registry;
    @Inject private Broadcast broadcast;

    /**
     * Tells the subscribers of a token its price. Where a client is too slow for them, prices are
     * dropped: the next one is better.
     *
     * @throws IllegalArgumentException if the token cannot be part of a channel's name
     */
    public void publish(String token, BigDecimal price) {
        String channel = channel(token);
        Event event =
                Event.same(
                        "price-update", new PriceUpdate(token, price, System.currentTimeMillis()));
        broadcast.emit(
                new Target.OnChannel(RealtimeGateway.NAMESPACE, channel), event.transientEvent());
    }

    /**
     * Subscribes a connection on its behalf; the rules of the channels and their number per
     * connection bind clients only.
     *
     * @param connectionId what the client knows as {@code clientId}
     * @return whether the connection is here
     * @throws IllegalArgumentException if a token cannot be part of a channel's name
     */
    public boolean subscribe(String connectionId, Collection<String> tokens) {
        Collection<String> names = tokens.stream().map(PriceFeed::channel).toList();
        Optional<LocalSocket> socket =
                registry.byId(connectionId)
                        .filter(s -> s.namespace().name().equals(RealtimeGateway.NAMESPACE));
        if (socket.isEmpty()) {
            return false;
        }
        Channels channels = socket.get().namespace().channels();
        names.forEach(name -> channels.subscribe(socket.get(), name, Integer.MAX_VALUE));
        return true;
    }

    private static String channel(String token) {
        String channel = PREFIX + token;
        if (token.isEmpty() || !channel.matches(ChannelName.REGEXP)) {
            throw new IllegalArgumentException("A token " + ChannelName.MESSAGE);
        }
        return channel;
    }
}
