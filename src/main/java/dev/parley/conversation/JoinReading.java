package dev.parley.conversation;

import dev.parley.history.RoomInfo;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a join read from the database, in one transaction.
 *
 * @param texts the messages as JSON
 * @param enrolled whether this reading made the user a member
 */
record JoinReading(RoomInfo room, Missed missed, MessageTexts texts, boolean enrolled) {

    /** Encodes the messages and returns this reading; requires no transaction. */
    JoinReading encoded() {
        missed.encode(texts);
        return this;
    }

    /** Returns this reading; {@code enrolled} also covers earlier readings of the same join. */
    JoinReading after(AtomicBoolean enrolledBefore) {
        enrolledBefore.compareAndSet(false, enrolled);
        return new JoinReading(room, missed, texts, enrolledBefore.get());
    }
}
