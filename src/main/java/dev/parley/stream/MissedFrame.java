package dev.parley.stream;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;
import dev.parley.history.DurableEvent;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A direct message that may not have been delivered, for the other nodes. Immutable.
 *
 * @param rev the {@code rev} of the message or of a later event of its room
 * @param at when the message was written
 * @param except the id of a socket that already has the message, or null
 */
record MissedFrame(
        String id,
        String roomId,
        long rev,
        Set<String> userIds,
        Instant at,
        @Nullable String except) {

    private static final int VERSION = 1;

    MissedFrame {
        userIds = Set.copyOf(userIds);
    }

    byte[] toBytes() {
        return new ByteWriter(VERSION)
                .text(id)
                .text(roomId)
                .longInteger(rev)
                .longInteger(at.toEpochMilli())
                .text(except)
                .texts(userIds)
                .toBytes();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not such a message, or if this node does
     *     not know its version
     */
    static MissedFrame fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        String id = in.text();
        String roomId = in.text();
        long rev = in.longInteger();
        Instant at = Instant.ofEpochMilli(in.longInteger());
        String except = in.textOrNull();
        return new MissedFrame(id, roomId, rev, Set.copyOf(in.texts()), at, except);
    }

    boolean is(DurableEvent event) {
        return LateMessages.isMessage(event, id);
    }
}
