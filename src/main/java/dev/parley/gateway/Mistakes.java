package dev.parley.gateway;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects the mistakes in the gateways of a deployment, in order to report them all at once. Not
 * thread-safe.
 */
final class Mistakes {

    private final List<String> found = new ArrayList<>();

    void add(Method method, String what) {
        found.add(describe(method) + ": " + what);
    }

    void add(Class<?> type, String what) {
        found.add(type.getName() + ": " + what);
    }

    /** Describes a method like {@code shop.OrdersGateway.place(Socket, Order)}. */
    static String describe(Method method) {
        String parameters =
                Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", "));
        return method.getDeclaringClass().getName()
                + "."
                + method.getName()
                + "("
                + parameters
                + ")";
    }

    /**
     * @throws IllegalArgumentException if there is a mistake; the message lists all of them
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(
                    "Parley cannot start: the gateways have "
                            + (found.size() == 1 ? "a mistake" : found.size() + " mistakes")
                            + found.stream()
                                    .map(mistake -> "\n  - " + mistake)
                                    .collect(Collectors.joining()));
        }
    }
}
