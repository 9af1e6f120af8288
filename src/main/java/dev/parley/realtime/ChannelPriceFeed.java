package dev.parley.realtime;

import dev.parley.api.Event;
import dev.parley.api.PriceFeed;
import dev.parley.api.Target;
import dev.parley.form.ChannelName;
import dev.parley.hub.Channels;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.SocketRegistry;
import dev.parley.room.Broadcast;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;

/** Publishes prices to the channels of {@code /realtime}. Thread-safe; nothing blocks. */
@ApplicationScoped
public class ChannelPriceFeed implements PriceFeed {

    private static final String PREFIX = "price:";

    /** The data of {@code price-update}; {@code timestamp} in milliseconds since the epoch. */
    public record PriceUpdate(String token, BigDecimal price, long timestamp) {}

    @Inject private SocketRegistry registry;
    @Inject private Broadcast broadcast;

    @Override
    public void publish(String token, BigDecimal price) {
        String channel = channel(token);
        Event event =
                ServerEvent.PRICE_UPDATE.same(
                        new PriceUpdate(token, price, System.currentTimeMillis()));
        broadcast.emit(
                new Target.OnChannel(RealtimeGateway.NAMESPACE, channel), event.transientEvent());
    }

    @Override
    public boolean subscribe(String connectionId, Collection<String> tokens) {
        Collection<String> names = tokens.stream().map(ChannelPriceFeed::channel).toList();
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
