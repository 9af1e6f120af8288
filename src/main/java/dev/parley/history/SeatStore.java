package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Seats in rooms that hold so many users: a user's in a room, held by each node that has him there
 * as long as its lease runs, by the clock of the database. Wants a transaction around each call.
 */
@ApplicationScoped
public class SeatStore {

    /** The two providers give and take times as different types. */
    private static final String TIME = "CAST(? AS TIMESTAMP WITH TIME ZONE)";

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;

    /**
     * Gives a user a seat, unless all are taken by others.
     *
     * @param room whose row the caller has locked
     * @return whether the user has one now
     */
    public boolean take(RoomInfo room, String userId, String node) {
        String now = now();
        lockWhatRanOut(room.id(), now);
        Number others =
                (Number)
                        entities.createNativeQuery(
                                        "SELECT COUNT(DISTINCT s.user_id) FROM seat s"
                                                + " JOIN node_lease l ON l.node = s.node"
                                                + " WHERE s.room_id = ? AND s.user_id <> ?"
                                                + " AND l.expires_at > "
                                                + TIME)
                                .setParameter(1, room.id())
                                .setParameter(2, userId)
                                .setParameter(3, now)
                                .getSingleResult();
        if (others.longValue() >= room.capacity()) {
            return false;
        }
        if (!has(room.id(), userId, node)) {
            entities.createNativeQuery("INSERT INTO seat (room_id, user_id, node) VALUES (?, ?, ?)")
                    .setParameter(1, room.id())
                    .setParameter(2, userId)
                    .setParameter(3, node)
                    .executeUpdate();
        }
        return true;
    }

    /**
     * Waits for whoever renews a lease at this moment: it may seem to have run out until he
     * commits, and cannot be renewed any more once it is locked.
     */
    private void lockWhatRanOut(String roomId, String now) {
        entities.createNativeQuery(
                        "SELECT node FROM node_lease WHERE node IN"
                                + " (SELECT node FROM seat WHERE room_id = ?) AND expires_at <= "
                                + TIME
                                + " ORDER BY node"
                                + dialect.forShare())
                .setParameter(1, roomId)
                .setParameter(2, now)
                .getResultList();
    }

    /** By which a lease has run out or not, for two statements; as text, like {@link #TIME}. */
    private String now() {
        return (String)
                entities.createNativeQuery("SELECT CAST(" + dialect.now() + " AS VARCHAR(64))")
                        .getSingleResult();
    }

    private boolean has(String roomId, String userId, String node) {
        Number own =
                (Number)
                        entities.createNativeQuery(
                                        "SELECT COUNT(*) FROM seat"
                                                + " WHERE room_id = ? AND user_id = ? AND node = ?")
                                .setParameter(1, roomId)
                                .setParameter(2, userId)
                                .setParameter(3, node)
                                .getSingleResult();
        return own.longValue() > 0;
    }

    /** Gives a seat back; the caller has locked the room's row. */
    public void release(String roomId, String userId, String node) {
        entities.createNativeQuery(
                        "DELETE FROM seat WHERE room_id = ? AND user_id = ? AND node = ?")
                .setParameter(1, roomId)
                .setParameter(2, userId)
                .setParameter(3, node)
                .executeUpdate();
    }

    /**
     * Lets the lease of a node run for {@code seconds} from now.
     *
     * @return false if it had run out, or is a new one: then the node has no seats any more
     */
    public boolean renew(String node, long seconds) {
        dialect.bound(entities);
        // An interval is no parameter in SQL.
        String end = dialect.now() + " + INTERVAL '" + seconds + "' SECOND";
        int renewed =
                entities.createNativeQuery(
                                "UPDATE node_lease SET expires_at = "
                                        + end
                                        + " WHERE node = ? AND expires_at > "
                                        + dialect.now())
                        .setParameter(1, node)
                        .executeUpdate();
        if (renewed > 0) {
            return true;
        }
        end(node);
        entities.createNativeQuery(
                        "INSERT INTO node_lease (node, expires_at) VALUES (?, " + end + ")")
                .setParameter(1, node)
                .executeUpdate();
        return false;
    }

    /** Ends a node's lease and its seats. */
    public void end(String node) {
        dialect.bound(entities);
        for (String table : new String[] {"seat", "node_lease"}) {
            entities.createNativeQuery("DELETE FROM " + table + " WHERE node = ?")
                    .setParameter(1, node)
                    .executeUpdate();
        }
    }

    /** Takes away what nodes left that did not end their leases themselves. */
    public void forgetTheDead() {
        dialect.bound(entities);
        String dead = "expires_at < " + dialect.now() + " - INTERVAL '60' SECOND";
        entities.createNativeQuery(
                        "DELETE FROM seat WHERE node IN (SELECT node FROM node_lease WHERE "
                                + dead
                                + ")")
                .executeUpdate();
        entities.createNativeQuery("DELETE FROM node_lease WHERE " + dead).executeUpdate();
    }
}
