package dev.parley.publish;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * A request from one node to the others about their connections. Immutable.
 *
 * @param connection a connection id; a user id for {@link Kind#END_USER} and {@link Kind#LIST}; may
 *     be null
 * @param name a room or channel, or the id after which a list begins; may be null
 * @param limit the maximum length of a list
 */
record Command(Kind kind, @Nullable String connection, @Nullable String name, int limit) {

    enum Kind {
        JOIN,
        LEAVE,
        END,
        END_USER,
        LIST,
        COUNT
    }

    private static final int VERSION = 1;

    static Command of(Kind kind, @Nullable String connection, @Nullable String name) {
        return new Command(kind, connection, name, 0);
    }

    /**
     * Returns {@link #connection}.
     *
     * @throws IllegalArgumentException if it is missing
     */
    String requiredConnection() {
        return required(connection);
    }

    /**
     * Returns {@link #name}.
     *
     * @throws IllegalArgumentException if it is missing
     */
    String requiredName() {
        return required(name);
    }

    private String required(@Nullable String field) {
        if (field == null) {
            throw new IllegalArgumentException("Incomplete command: " + this);
        }
        return field;
    }

    byte[] toBytes() {
        return new ByteWriter(VERSION)
                .number(kind.ordinal())
                .text(connection)
                .text(name)
                .integer(limit)
                .toBytes();
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException if this node does not know its kind
     */
    static Command fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        int kind = in.number();
        if (kind < 0 || kind >= Kind.values().length) {
            throw new IllegalArgumentException("Unknown kind of command: " + kind);
        }
        return new Command(Kind.values()[kind], in.textOrNull(), in.textOrNull(), in.integer());
    }
}
