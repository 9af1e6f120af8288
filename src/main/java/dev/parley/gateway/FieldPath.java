package dev.parley.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The position of a value in a payload, such as {@code items[2].price}. Immutable; converted to
 * text only when there is a violation.
 */
final class FieldPath {

    /** The payload itself. */
    static final FieldPath PAYLOAD = new FieldPath(null, "", "", false);

    /** Null for the payload itself. */
    private final @Nullable FieldPath parent;

    private final Object name;
    private final Object sentAs;
    private final boolean indexed;

    private FieldPath(@Nullable FieldPath parent, Object name, Object sentAs, boolean indexed) {
        this.parent = parent;
        this.name = name;
        this.sentAs = sentAs;
        this.indexed = indexed;
    }

    /**
     * Creates the path of a record's field.
     *
     * @param sentAs the name that the client used
     */
    static FieldPath field(FieldPath parent, String name, String sentAs) {
        return new FieldPath(parent, name, sentAs, false);
    }

    /**
     * Creates the path of an element of a list or map.
     *
     * @param index a number, or a map key
     */
    static FieldPath element(FieldPath parent, Object index) {
        return new FieldPath(parent, index, index, true);
    }

    /** Returns whether the client used another name than the record. */
    boolean isAlias() {
        return !name.equals(sentAs);
    }

    /** Returns the path in the names that the client used. */
    String sent() {
        return text(true);
    }

    /** Returns the path in the names of the records, as Bean Validation reports it. */
    String canonical() {
        return text(false);
    }

    private String text(boolean sent) {
        String own = (sent ? sentAs : name).toString();
        if (parent == null) {
            return own;
        }
        String before = parent.text(sent);
        if (indexed) {
            return before + "[" + own + "]";
        }
        return before.isEmpty() ? own : before + "." + own;
    }
}
