package com.example.portal.orders;

import dev.parley.api.ErrorCode;
import dev.parley.api.Gateway;
import dev.parley.api.Handshake;
import dev.parley.api.OnAdmission;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.api.Socket;
import dev.parley.api.User;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.math.BigDecimal;
import java.util.List;

/** The orders, in their own namespace. */
@Gateway("/orders")
public class OrdersGateway {

    private static final ErrorCode OUT_OF_STOCK = ErrorCode.of("OUT_OF_STOCK", "Out of stock", 409);
    private static final String SOLD_OUT = "gold";

    /** The payload of {@code place_order}. */
    public record NewOrder(@NotEmpty @Valid List<Line> lines) {

        /** One article of the order. */
        public record Line(@NotBlank String article, @Min(1) int count, BigDecimal price) {

            BigDecimal total() {
                return price == null ? BigDecimal.ZERO : price.multiply(BigDecimal.valueOf(count));
            }
        }
    }

    /** The acknowledgement of {@code place_order}. */
    public record Placed(String orderId, BigDecimal total) {}

    @Inject private Orders orders;

    /** The guard: suspended users cannot join the namespace. */
    @OnAdmission
    public void admit(User user, Handshake handshake) {
        if (user.groups().contains("suspended")) {
            throw new RefusedException(ErrorCode.ACCESS_DENIED, "Your account is suspended");
        }
    }

    /** Stores an order. A {@link RefusedException} rolls the transaction back. */
    @Transactional
    @OnEvent(value = "place_order", blocking = true)
    public Placed place(Socket socket, NewOrder order) {
        PurchaseOrder stored = orders.open(socket.user().id());
        for (NewOrder.Line line : order.lines()) {
            if (line.article().equals(SOLD_OUT)) {
                throw new RefusedException(OUT_OF_STOCK, "There is no " + line.article() + " left");
            }
            stored.add(line.total());
        }
        orders.place(stored);
        return new Placed(stored.id(), stored.total());
    }

    /** The ids of the user's orders, oldest first. */
    @OnEvent(value = "list_orders", blocking = true)
    public List<String> list(Socket socket) {
        return orders.of(socket.user().id());
    }
}
