package dev.parley.api;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * Publishes prices to the subscribers of {@code price:<token>} in {@code /realtime}, as the event
 * {@code price-update}. Inject it into any bean of the portal. Thread-safe; no method blocks.
 */
public interface PriceFeed {

    /**
     * Publishes the price of a token. Prices may be dropped for clients that are too slow.
     *
     * @throws IllegalArgumentException if the token cannot be part of a channel's name
     */
    void publish(String token, BigDecimal price);

    /**
     * Subscribes a connection; the rules and the maximum number of channels bind clients only.
     *
     * @param connectionId what the client knows as {@code clientId}
     * @return whether the connection is on this node
     * @throws IllegalArgumentException if a token cannot be part of a channel's name
     */
    boolean subscribe(String connectionId, Collection<String> tokens);
}
