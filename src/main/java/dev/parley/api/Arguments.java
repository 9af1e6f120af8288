package dev.parley.api;

import java.util.List;

/**
 * Several arguments of one event or acknowledgement, where most have one. Immutable.
 *
 * <p>Clients of the plain endpoint get the first as {@code data} and the second as {@code meta},
 * and no further ones.
 *
 * @param values as in {@link Event}; may be empty
 */
public record Arguments(List<?> values) {

    /** The arguments that a value of an event or an answer stands for. */
    public static List<?> of(Object value) {
        return value instanceof Arguments several
                ? several.values()
                : java.util.Collections.singletonList(value);
    }
}
