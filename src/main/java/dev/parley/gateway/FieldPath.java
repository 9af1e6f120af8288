package dev.parley.gateway;

/**
 * The position of a value in a payload, such as {@code items[2].price}. Immutable; converted to
 * text only when there is a violation.
 */
final class FieldPath {

    private final FieldPath parent;
    private final String name;
    private final String sentAs;
    private final Object index;

    private FieldPath(FieldPath parent, String name, String sentAs, Object index) {
        this.parent = parent;
        this.name = name;
        this.sentAs = sentAs;
        this.index = index;
    }

    /**
     * Creates the path of a record's field.
     *
     * @param parent null for the payload itself
     * @param sentAs the name that the client used
     */
    static FieldPath field(FieldPath parent, String name, String sentAs) {
        return new FieldPath(parent, name, sentAs, null);
    }

    /**
     * Creates the path of an element of a list or map.
     *
     * @param index a number, or a map key
     */
    static FieldPath element(FieldPath parent, Object index) {
        return new FieldPath(parent, null, null, index);
    }

    /** Returns whether the client used another name than the record. */
    boolean isAlias() {
        return name != null && !name.equals(sentAs);
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
        String before = parent == null ? "" : parent.text(sent);
        if (index != null) {
            return before + "[" + index + "]";
        }
        String own = sent ? sentAs : name;
        return before.isEmpty() ? own : before + "." + own;
    }
}
