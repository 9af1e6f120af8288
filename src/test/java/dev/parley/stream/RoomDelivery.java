package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import java.util.Set;
import java.util.function.Predicate;

/** A delivery to rooms only. */
interface RoomDelivery extends Delivery {

    @Override
    default void direct(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to) {
        throw new UnsupportedOperationException();
    }
}
