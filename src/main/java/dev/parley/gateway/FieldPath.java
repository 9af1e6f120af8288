package dev.parley.gateway;

/**
 * Where a value is in a payload: {@code items[2].price}. Immutable; written as text only when
 * something is wrong there.
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
     * A field of a record.
     *
     * @param parent null for the payload itself
     * @param sentAs the name by which the client sent it
     */
    static FieldPath field(FieldPath parent, String name, String sentAs) {
        return new FieldPath(parent, name, sentAs, null);
    }

    /**
     * An element of a list or map.
     *
     * @param index a number, or the key of a map
     */
    static FieldPath element(FieldPath parent, Object index) {
        return new FieldPath(parent, null, null, index);
    }

    /** Whether the client used another name than the record here. */
    boolean isAlias() {
        return name != null && !name.equals(sentAs);
    }

    /** The path in the names that the client used. */
    String sent() {
        return text(true);
    }

    /** The path in the names of the records, as Bean Validation has it. */
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
