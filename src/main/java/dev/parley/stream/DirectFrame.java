package dev.parley.stream;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.history.DurableEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event of a direct room, for the other nodes. Immutable.
 *
 * @param except the id of a socket that already has the event, or null
 */
record DirectFrame(DurableEvent event, @Nullable String except, Set<String> userIds) {

    private static final int VERSION = 1;

    DirectFrame {
        userIds = Set.copyOf(userIds);
    }

    byte[] toBytes() {
        return new ByteWriter(VERSION)
                .bytes(EventCodec.encode(event))
                .text(except)
                .texts(userIds)
                .toBytes();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not such an event, or if this node does not
     *     know its version
     */
    static DirectFrame fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        DurableEvent event = EventCodec.decode(in.bytes());
        String except = in.textOrNull();
        return new DirectFrame(event, except, Set.copyOf(in.texts()));
    }
}
