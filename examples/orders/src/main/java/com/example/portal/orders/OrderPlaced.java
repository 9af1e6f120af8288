package com.example.portal.orders;

import java.math.BigDecimal;

/** An order has been placed. A CDI event, and the data of {@code order_placed}. */
public record OrderPlaced(String orderId, String userId, BigDecimal total) {}
