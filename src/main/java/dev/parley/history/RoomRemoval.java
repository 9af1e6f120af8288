package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;

/**
 * Removes closed rooms with everything in them. Requires a transaction around each call.
 * Thread-safe.
 */
@ApplicationScoped
public class RoomRemoval {

    /** A transaction of this size takes well under a second. */
    private static final int AT_ONCE = 1_000;

    private static final String SOME_MESSAGES =
            "(SELECT id FROM message WHERE room_id = ? ORDER BY seq FETCH FIRST "
                    + AT_ONCE
                    + " ROWS ONLY)";

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;

    /**
     * Removes a part of a closed room: its oldest messages with their reactions, or, if there are
     * none, the rest and the room itself.
     *
     * @return whether there is more to remove; false also for a room that is open or unknown
     */
    public boolean removeSome(String roomId) {
        dialect.bound(entities);
        Room room = entities.find(Room.class, roomId, LockModeType.PESSIMISTIC_WRITE);
        if (room == null || !room.isClosed()) {
            return false;
        }
        update("DELETE FROM reaction WHERE message_id IN " + SOME_MESSAGES, roomId);
        if (update("DELETE FROM message WHERE id IN " + SOME_MESSAGES, roomId) > 0) {
            return true;
        }
        for (String table : new String[] {"room_event", "membership", "seat"}) {
            update("DELETE FROM " + table + " WHERE room_id = ?", roomId);
        }
        entities.remove(room);
        entities.flush();
        return false;
    }

    private int update(String sql, String roomId) {
        return entities.createNativeQuery(sql).setParameter(1, roomId).executeUpdate();
    }
}
