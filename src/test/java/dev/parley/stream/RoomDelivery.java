package dev.parley.stream;

import dev.parley.history.DurableEvent;
import java.util.Set;

/** A delivery to rooms only. */
interface RoomDelivery extends Delivery {

    @Override
    default void direct(DurableEvent event, Set<String> userIds, String except) {
        throw new UnsupportedOperationException();
    }
}
