package dev.parley.api;

import java.util.List;

/**
 * Several arguments of one event or acknowledgement, where the rule is one. Immutable.
 *
 * <p>A client of the plain door gets the first as {@code data} and the second as {@code meta}; it
 * has no place for more.
 *
 * @param values as in {@link Json#write}; may be empty
 */
public record Arguments(List<?> values) {

    /** The arguments that a value of an event or an answer stands for. */
    public static List<?> of(Object value) {
        return value instanceof Arguments several
                ? several.values()
                : java.util.Collections.singletonList(value);
    }
}
