package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks up many rooms or memberships at once. Requires a transaction around each call. */
@ApplicationScoped
public class RoomLookup {

    /** The maximum number of rooms in one query. */
    private static final int MOST_IDS = 500;

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    /** Returns those of the rooms that exist, by id; one query for each 500. */
    public Map<String, RoomInfo> find(Collection<String> ids) {
        Map<String, RoomInfo> found = new HashMap<>();
        for (List<String> part : parts(ids)) {
            entities.createQuery("select r from Room r where r.id in :ids", Room.class)
                    .setParameter("ids", part)
                    .getResultStream()
                    .map(Room::info)
                    .forEach(room -> found.put(room.id(), room));
        }
        return found;
    }

    private static List<List<String>> parts(Collection<String> ids) {
        List<String> sorted = ids.stream().sorted().toList();
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += MOST_IDS) {
            parts.add(sorted.subList(from, Math.min(sorted.size(), from + MOST_IDS)));
        }
        return parts;
    }

    /** Returns how many open rooms a user owns; reads the user's memberships by their index. */
    public long ownedBy(String userId) {
        return entities.createQuery(
                        "select count(m.roomId) from Membership m, Room r where m.userId = :user"
                                + " and m.role = :role and r.id = m.roomId and r.closedAt is null",
                        Long.class)
                .setParameter("user", userId)
                .setParameter("role", Role.OWNER)
                .getSingleResult();
    }

    /** Returns those of the rooms that a user belongs to; one query for each 500. */
    public Set<String> memberOf(String userId, Collection<String> roomIds) {
        Set<String> own = new HashSet<>();
        for (List<String> part : parts(roomIds)) {
            own.addAll(
                    entities.createQuery(
                                    "select m.roomId from Membership m where m.userId = :user"
                                            + " and m.roomId in :ids",
                                    String.class)
                            .setParameter("user", userId)
                            .setParameter("ids", part)
                            .getResultList());
        }
        return own;
    }
}
