package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes closed rooms with all their data, at most 1,000 rows of a table in one transaction. From
 * {@code seat}, it removes the rows of at most 1,000 users, who may have one for each node.
 * Requires a transaction around each call. Thread-safe.
 *
 * <p>Each statement names the first and the last key of the rows that it deletes. With a subquery
 * instead, PostgreSQL (17) plans to read the whole of a large table.
 */
@ApplicationScoped
public class RoomRemoval {

    /** A transaction of this size takes well under a second. */
    private static final int AT_ONCE = 1_000;

    /** Few enough that PostgreSQL looks up their reactions one by one. */
    private static final int MESSAGES = 100;

    /**
     * Rows of a room other than messages and reactions, with the column that orders them. The event
     * that closed the room is removed last, with the room itself, because another node may ask for
     * it until then.
     */
    private record Table(String rows, String key) {

        static final List<Table> REST =
                List.of(
                        new Table("room_event WHERE kind <> 'CLOSED' AND room_id = ?", "rev"),
                        new Table("membership WHERE room_id = ?", "user_id"),
                        new Table("seat WHERE room_id = ?", "user_id"));

        String select() {
            return "SELECT MIN(part.k), MAX(part.k), COUNT(*) FROM (SELECT DISTINCT "
                    + key
                    + " AS k FROM "
                    + rows
                    + " ORDER BY k FETCH FIRST "
                    + AT_ONCE
                    + " ROWS ONLY) part";
        }

        String delete() {
            return "DELETE FROM " + rows + " AND " + key + " >= ? AND " + key + " <= ?";
        }
    }

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;

    protected RoomRemoval() {
        // For the container.
    }

    RoomRemoval(EntityManager entities, Dialect dialect) {
        this.entities = entities;
        this.dialect = dialect;
    }

    /**
     * Removes a part of a closed room: first its messages with their reactions, oldest first, then
     * its other rows. The last part includes the room itself. Until then, the room stays closed and
     * its id is taken.
     *
     * @return whether there is more to remove; false also for a room that is open or unknown
     */
    public boolean removeSome(String roomId) {
        dialect.bound(entities);
        Room room = entities.find(Room.class, roomId, LockModeType.PESSIMISTIC_WRITE);
        if (room == null || !room.isClosed()) {
            return false;
        }
        if (removeMessages(roomId)) {
            return true;
        }
        for (Table table : Table.REST) {
            if (removeSome(table, roomId)) {
                return true;
            }
        }
        update("DELETE FROM room_event WHERE room_id = ?", roomId);
        entities.remove(room);
        entities.flush();
        return false;
    }

    private boolean removeMessages(String roomId) {
        int reactions = 0;
        // Skips the removed messages, whose index entries PostgreSQL would otherwise read again.
        long removed = -1;
        for (int messages = 0; messages < AT_ONCE; messages += MESSAGES) {
            List<Object[]> oldest =
                    rows(
                            "SELECT id, seq FROM message WHERE room_id = ? AND seq > ?"
                                    + " ORDER BY seq FETCH FIRST "
                                    + MESSAGES
                                    + " ROWS ONLY",
                            roomId,
                            removed);
            if (oldest.isEmpty()) {
                return messages > 0;
            }
            reactions += removeReactions(oldest, AT_ONCE - reactions);
            if (reactions == AT_ONCE) {
                return true;
            }
            removed = ((Number) oldest.get(oldest.size() - 1)[1]).longValue();
            update(
                    "DELETE FROM message WHERE room_id = ? AND seq >= ? AND seq <= ?",
                    roomId,
                    oldest.get(0)[1],
                    removed);
        }
        return true;
    }

    /**
     * Removes reactions to messages.
     *
     * @param most the maximum number of rows, at least 1
     * @return their number; less than {@code most} if no more are left
     */
    private int removeReactions(List<Object[]> messages, int most) {
        List<String> ids = messages.stream().map(row -> (String) row[0]).toList();
        List<Object[]> found =
                rows(
                        "SELECT message_id, emoji, user_id FROM reaction WHERE message_id"
                                + Ids.in(ids)
                                + " ORDER BY message_id, emoji, user_id FETCH FIRST "
                                + most
                                + " ROWS ONLY",
                        ids.toArray());
        if (found.isEmpty()) {
            return 0;
        }
        Object[] last = found.get(found.size() - 1);
        List<String> whole =
                found.stream()
                        .map(row -> (String) row[0])
                        .distinct()
                        .filter(id -> !id.equals(last[0]))
                        .toList();
        if (!whole.isEmpty()) {
            update("DELETE FROM reaction WHERE message_id" + Ids.in(whole), whole.toArray());
        }
        update(
                "DELETE FROM reaction WHERE message_id = ?"
                        + " AND (emoji < ? OR emoji = ? AND user_id <= ?)",
                last[0],
                last[1],
                last[1],
                last[2]);
        return found.size();
    }

    /** Returns whether there may be more. */
    private boolean removeSome(Table table, String roomId) {
        Object[] part = rows(table.select(), roomId).get(0);
        long count = ((Number) part[2]).longValue();
        if (count > 0) {
            update(table.delete(), roomId, part[0], part[1]);
        }
        return count == AT_ONCE;
    }

    private List<Object[]> rows(String sql, Object... parameters) {
        List<Object[]> rows = new ArrayList<>();
        for (Object row : query(sql, parameters).getResultList()) {
            rows.add((Object[]) row);
        }
        return rows;
    }

    private void update(String sql, Object... parameters) {
        query(sql, parameters).executeUpdate();
    }

    private Query query(String sql, Object... parameters) {
        Query query = entities.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
