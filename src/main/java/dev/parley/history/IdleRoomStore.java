package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds and removes idle rooms: those that a join created and in which nothing was ever posted.
 * Requires a transaction around each call.
 */
@ApplicationScoped
public class IdleRoomStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;

    /** As literals, so that the partial index of PostgreSQL fits. */
    private static final String IDLE =
            "created_by IS NULL AND last_rev = 0 AND closed_at IS NULL AND visibility = 'PUBLIC'";

    /**
     * Records that a user is about to enter an unused room. Prevents its removal as idle until the
     * transaction ends and for some time after.
     *
     * @return false if the room was removed, or is not unused any more
     */
    public boolean seen(String roomId, long now) {
        dialect.bound(entities);
        int updated =
                entities.createNativeQuery(
                                "UPDATE room SET active_at = ? WHERE id = ? AND last_rev = 0"
                                        + " AND created_by IS NULL")
                        .setParameter(1, now)
                        .setParameter(2, roomId)
                        .executeUpdate();
        return updated > 0;
    }

    /**
     * Records the same for many rooms. Skips rooms that another transaction has locked, because
     * that transaction records the same, stores something in the room, or removes it.
     */
    public void seen(Collection<String> roomIds, long now) {
        dialect.bound(entities);
        for (List<String> part : Ids.parts(roomIds)) {
            List<String> idle = lockIdle(part, now, dialect.forChangeOfUnlocked());
            if (!idle.isEmpty()) {
                Query update =
                        entities.createNativeQuery(
                                "UPDATE room SET active_at = ? WHERE id" + Ids.in(idle));
                update.setParameter(1, now);
                Ids.set(update, 1, idle);
                update.executeUpdate();
            }
        }
    }

    /**
     * Locks those rooms that have been idle since {@code before}, without waiting for other
     * transactions.
     */
    private List<String> lockIdle(List<String> ids, long before, String mode) {
        Query query =
                entities.createNativeQuery(
                        "SELECT id, active_at FROM room WHERE id"
                                + Ids.in(ids)
                                + " AND active_at <= ? AND "
                                + IDLE
                                + mode);
        Ids.set(query, 0, ids);
        query.setParameter(ids.size() + 1, before);
        List<String> locked = new ArrayList<>();
        for (Object row : query.getResultList()) {
            locked.add((String) ((Object[]) row)[0]);
        }
        return locked;
    }

    /**
     * Returns rooms that were created by a join and in which nothing was ever posted and nobody was
     * seen since {@code before}; the longest unseen first.
     */
    public List<String> idle(long before, int limit) {
        List<?> rows =
                entities.createNativeQuery(
                                "SELECT id, active_at FROM room WHERE active_at <= ? AND "
                                        + IDLE
                                        + " ORDER BY active_at LIMIT "
                                        + limit)
                        .setParameter(1, before)
                        .getResultList();
        return rows.stream().map(row -> (String) ((Object[]) row)[0]).toList();
    }

    /**
     * Removes idle rooms with their memberships, except those that a transaction has locked: a user
     * is entering them.
     *
     * @return those that still existed and were still idle
     */
    public List<String> removeIdle(Collection<String> roomIds, long before) {
        dialect.bound(entities);
        List<String> removed = new ArrayList<>();
        for (List<String> part : Ids.parts(roomIds)) {
            List<String> idle = lockIdle(part, before, " FOR UPDATE SKIP LOCKED");
            if (!idle.isEmpty()) {
                delete("membership WHERE room_id", idle);
                delete("room WHERE id", idle);
                removed.addAll(idle);
            }
        }
        return removed;
    }

    private void delete(String which, List<String> ids) {
        Query delete = entities.createNativeQuery("DELETE FROM " + which + Ids.in(ids));
        Ids.set(delete, 0, ids);
        delete.executeUpdate();
    }
}
