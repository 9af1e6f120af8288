package dev.parley.history;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The heads of the rooms of one batch. Their rows are locked, which serialises all writers of a
 * room. Not thread-safe; belongs to one transaction.
 */
final class Heads {

    /** The head of a room's stream; the holder of the row lock may take the next places. */
    static final class Head {
        final String roomId;
        final String epoch;
        final boolean closed;
        private final long formerRev;
        private long lastSeq;
        private long lastRev;
        private long activeAt;
        private final Map<String, Long> readMarks = new TreeMap<>();

        Head(Room room) {
            roomId = room.id();
            epoch = room.epoch();
            closed = room.isClosed();
            formerRev = room.lastRev();
            lastSeq = room.lastSeq();
            lastRev = room.lastRev();
            activeAt = room.activeAt();
        }

        long lastRev() {
            return lastRev;
        }

        long nextRev() {
            return ++lastRev;
        }

        /** Returns the {@code seq} of a new message, and marks it as read by its author. */
        long nextSeq(String authorId, long now) {
            lastSeq++;
            activeAt = Math.max(activeAt, now);
            readMarks.put(authorId, lastSeq);
            return lastSeq;
        }
    }

    private final EntityManager entities;
    private final Map<String, Head> heads = new LinkedHashMap<>();

    /**
     * Locks the rooms in the order of their ids, so that batches cannot deadlock.
     *
     * @throws RoomLockedException with the first room whose lock was not available in time
     */
    Heads(EntityManager entities, Dialect dialect, List<? extends Draft> drafts) {
        this.entities = entities;
        Set<String> ids =
                drafts.stream().map(Draft::roomId).collect(Collectors.toCollection(TreeSet::new));
        for (String id : ids) {
            naming(id, () -> dialect.lock(entities, id))
                    .ifPresent(room -> heads.put(id, new Head(room)));
        }
    }

    private static <T> T naming(String roomId, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw Trouble.of(e) == Trouble.LOCK ? new RoomLockedException(roomId, e) : e;
        }
    }

    /** Returns the head of a room; null if the room does not exist. */
    @Nullable Head of(String roomId) {
        return heads.get(roomId);
    }

    /** Returns the epoch of a room that exists. */
    String epoch(String roomId) {
        return Optional.ofNullable(heads.get(roomId)).orElseThrow().epoch;
    }

    Collection<String> roomIds() {
        return heads.keySet();
    }

    /**
     * Writes the heads and read marks that have changed.
     *
     * @throws RoomLockedException if another transaction holds the lock of a read mark for too long
     */
    void write() {
        for (Head head : heads.values()) {
            if (head.lastRev != head.formerRev) {
                naming(head.roomId, () -> write(head));
            }
        }
    }

    private Head write(Head head) {
        entities.createNativeQuery(
                        "UPDATE room SET last_seq = ?, last_rev = ?, active_at = ?,"
                                + " touched_at = CURRENT_TIMESTAMP WHERE id = ?")
                .setParameter(1, head.lastSeq)
                .setParameter(2, head.lastRev)
                .setParameter(3, head.activeAt)
                .setParameter(4, head.roomId)
                .executeUpdate();
        head.readMarks.forEach(
                (user, seq) ->
                        entities.createNativeQuery(
                                        "UPDATE membership SET read_seq = ?"
                                                + " WHERE room_id = ? AND user_id = ?"
                                                + " AND read_seq < ?")
                                .setParameter(1, seq)
                                .setParameter(2, head.roomId)
                                .setParameter(3, user)
                                .setParameter(4, seq)
                                .executeUpdate());
        return head;
    }
}
