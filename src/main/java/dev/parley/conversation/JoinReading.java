package dev.parley.conversation;

import dev.parley.history.RoomInfo;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a join has read from the database, in one transaction.
 *
 * @param enrolled whether this reading made the user a member
 */
record JoinReading(RoomInfo room, Missed missed, boolean enrolled) {

    /** The same reading; an earlier one of the same join may have made the user a member. */
    JoinReading after(AtomicBoolean enrolledBefore) {
        enrolledBefore.compareAndSet(false, enrolled);
        return new JoinReading(room, missed, enrolledBefore.get());
    }
}
