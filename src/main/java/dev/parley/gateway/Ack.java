package dev.parley.gateway;

import dev.parley.hub.Naming;
import java.util.function.Supplier;

/**
 * An acknowledgement that is spelt differently in the two namings; one that is the same in both is
 * returned as it is. Immutable.
 */
public record Ack(Object snake, Supplier<Object> kebab) {

    Object in(Naming naming) {
        return naming == Naming.SNAKE ? snake : kebab.get();
    }
}
