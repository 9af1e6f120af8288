package dev.parley.conversation;

import dev.parley.history.RoomInfo;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a join read from the database, in one transaction.
 *
 * @param enrolled whether this reading made the user a member
 */
record JoinReading(RoomInfo room, Missed missed, boolean enrolled) {

    /** Returns this reading; {@code enrolled} also covers earlier readings of the same join. */
    JoinReading after(AtomicBoolean enrolledBefore) {
        enrolledBefore.compareAndSet(false, enrolled);
        return new JoinReading(room, missed, enrolledBefore.get());
    }
}
