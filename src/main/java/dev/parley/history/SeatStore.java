package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/**
 * Seats in rooms with limited capacity. Each node holds a seat for each of its users in a room, as
 * long as the node's lease is valid by the clock of the database. Requires a transaction around
 * each call.
 */
@ApplicationScoped
public class SeatStore {

    /** Hibernate and EclipseLink read and write times as different types. */
    private static final String TIME = "CAST(? AS TIMESTAMP WITH TIME ZONE)";

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;

    /**
     * Gives a user a seat, unless other users hold all seats.
     *
     * @param room the caller has locked its row
     * @return whether the user has a seat now
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
     * Locks the expired leases of nodes with seats in the room. Waits for renewals in progress:
     * until they commit, a lease may look expired. Once locked, a lease cannot be renewed.
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

    /** Returns one point in time for two statements, as text like {@link #TIME}. */
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

    /** Releases a seat; the caller has locked the room's row. */
    public void release(String roomId, String userId, String node) {
        entities.createNativeQuery(
                        "DELETE FROM seat WHERE room_id = ? AND user_id = ? AND node = ?")
                .setParameter(1, roomId)
                .setParameter(2, userId)
                .setParameter(3, node)
                .executeUpdate();
    }

    /**
     * Renews the lease of a node for {@code seconds}, starting now.
     *
     * @return false if the lease had expired or is new: then the node has no seats
     */
    public boolean renew(String node, long seconds) {
        dialect.bound(entities);
        // SQL allows no parameter for an interval.
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

    /** Returns the other nodes whose lease has not expired. */
    public List<String> others(String node) {
        @SuppressWarnings("unchecked")
        List<String> nodes =
                entities.createNativeQuery(
                                "SELECT node FROM node_lease WHERE node <> ? AND expires_at > "
                                        + dialect.now())
                        .setParameter(1, node)
                        .getResultList();
        return nodes;
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

    /** Removes the leases and seats of nodes that did not end their leases themselves. */
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
