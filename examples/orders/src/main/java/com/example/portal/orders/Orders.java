package com.example.portal.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** The stored orders. The methods block. */
@ApplicationScoped
public class Orders {

    @PersistenceContext(unitName = "orders")
    private EntityManager entities;

    @Inject private Event<OrderPlaced> placed;

    /** Creates an order. It is stored immediately; rolling back the transaction removes it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public PurchaseOrder open(String userId) {
        PurchaseOrder order = new PurchaseOrder(userId);
        entities.persist(order);
        entities.flush();
        return order;
    }

    /** Completes an order, and notifies the rest of the portal with {@link OrderPlaced}. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void place(PurchaseOrder order) {
        placed.fire(new OrderPlaced(order.id(), order.userId(), order.total()));
    }

    @Transactional
    public List<String> of(String userId) {
        return entities.createQuery(
                        "select o.id from PurchaseOrder o where o.userId = :user order by o.placedAt",
                        String.class)
                .setParameter("user", userId)
                .getResultList();
    }
}
