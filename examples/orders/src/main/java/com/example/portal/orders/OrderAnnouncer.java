package com.example.portal.orders;

import dev.parley.api.Publisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/** Notifies the customer's connections and the staff of each order, once it is committed. */
@ApplicationScoped
public class OrderAnnouncer {

    @Inject private Publisher publisher;

    void announce(@Observes(during = TransactionPhase.AFTER_SUCCESS) OrderPlaced order) {
        publisher.toUser(order.userId(), "order_placed", order);
        publisher.toRoom(StaffPolicy.ROOM, "order_placed", order);
    }
}
