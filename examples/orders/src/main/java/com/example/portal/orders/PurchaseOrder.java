package com.example.portal.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;

/** A stored order. */
@Entity
@Table(name = "purchase_order")
public class PurchaseOrder {

    @Id
    @Column(length = 36)
    private String id;

    @Column(name = "user_id", nullable = false, length = 128)
    private String userId;

    @Column(nullable = false, precision = 12, scale = 2)
    private BigDecimal total;

    /** Milliseconds since 1970: Jakarta Persistence 3.1 does not support Instant. */
    @Column(name = "placed_at", nullable = false)
    private long placedAt;

    protected PurchaseOrder() {
        // For JPA.
    }

    PurchaseOrder(String userId) {
        this.id = UUID.randomUUID().toString();
        this.userId = userId;
        this.total = BigDecimal.ZERO;
        this.placedAt = System.currentTimeMillis();
    }

    void add(BigDecimal amount) {
        total = total.add(amount);
    }

    String id() {
        return id;
    }

    String userId() {
        return userId;
    }

    BigDecimal total() {
        return total;
    }
}
