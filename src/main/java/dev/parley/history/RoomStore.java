package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rooms and their members. Requires a transaction around each call. */
@ApplicationScoped
public class RoomStore {

    /** A room as one user sees it in a list; {@code role} is null for non-members. */
    public record Listed(RoomInfo room, @Nullable Role role, long readSeq, long activeAt) {}

    /** A position in a list: the next page begins after this room. */
    public record Place(long activeAt, String roomId) {
        /** The position before all rooms. */
        public static final Place START = new Place(Long.MAX_VALUE, "");
    }

    /**
     * A room as one user enters it.
     *
     * @param isUnused whether a join created the room, and nothing was ever posted in it
     * @param activeAt when the room was last active, in milliseconds since the epoch; an unused
     *     room: when a user was last seen in it, about
     */
    public record ForUser(RoomInfo room, boolean isMember, boolean isUnused, long activeAt) {}

    /** The head of a room's stream. */
    public record Head(String roomId, String epoch, long lastRev) {}

    /** The maximum number of rooms in one query. */
    public static final int MOST_IDS = Ids.MOST;

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;
    @Inject private SearchIndex index;

    public Optional<RoomInfo> find(String id) {
        return Optional.ofNullable(entities.find(Room.class, id)).map(Room::info);
    }

    /** Finds a room that a user enters. */
    public Optional<ForUser> findFor(String id, String userId) {
        return entities.createQuery(
                        "select r, m.userId from Room r left join Membership m"
                                + " on m.roomId = r.id and m.userId = :user where r.id = :id",
                        Object[].class)
                .setParameter("id", id)
                .setParameter("user", userId)
                .getResultStream()
                .findFirst()
                .map(row -> forUser((Room) row[0], row[1] != null));
    }

    private static ForUser forUser(Room room, boolean isMember) {
        return new ForUser(room.info(), isMember, room.isUnused(), room.activeAt());
    }

    /** Like {@link #findFor}, in a transaction that has found the room before. */
    public Optional<ForUser> findAgain(String id, String userId) {
        entities.clear();
        return findFor(id, userId);
    }

    public Optional<RoomInfo> findDirect(String pair) {
        return entities.createQuery("select r from Room r where r.directPair = :pair", Room.class)
                .setParameter("pair", pair)
                .getResultStream()
                .findFirst()
                .map(Room::info);
    }

    /**
     * Creates a room; flushed immediately.
     *
     * @throws jakarta.persistence.PersistenceException if its id or its pair is taken
     */
    public RoomInfo create(RoomDraft draft, long now) {
        dialect.bound(entities);
        Room room = new Room(draft, epoch(), now);
        entities.persist(room);
        entities.flush();
        if (draft.visibility() != Visibility.DIRECT) {
            index.add(SearchIndex.Kind.ROOM, draft.id(), draft.name());
        }
        return room.info();
    }

    /**
     * Returns the heads of streams that have changed recently. Reads about as many rows as there
     * are wanted rooms, however many other rooms have changed.
     *
     * @param back how far to look back, by the clock of the database
     * @param wanted the rooms of interest; the result may contain others
     */
    public List<Head> touched(Duration back, Set<String> wanted) {
        if (wanted.size() > Ids.MOST) {
            List<Head> all = touched(back, List.of(), wanted.size() + 1);
            if (all.size() <= wanted.size()) {
                return all;
            }
        }
        return Ids.parts(wanted).stream()
                .flatMap(part -> touched(back, part, Ids.MOST).stream())
                .toList();
    }

    /**
     * @param ids the only rooms of interest; all if empty
     */
    private List<Head> touched(Duration back, List<String> ids, int limit) {
        Query query =
                entities.createNativeQuery(
                        "SELECT id, epoch, last_rev FROM room WHERE "
                                + touchedWithin(back)
                                // Without the order, PostgreSQL may not use the index.
                                + (ids.isEmpty()
                                        ? " ORDER BY touched_at DESC"
                                        : " AND id" + Ids.in(ids))
                                + " LIMIT "
                                + limit);
        Ids.set(query, 0, ids);
        List<Head> heads = new ArrayList<>();
        for (Object row : query.getResultList()) {
            Object[] columns = (Object[]) row;
            heads.add(new Head((String) columns[0], (String) columns[1], number(columns[2])));
        }
        return heads;
    }

    /**
     * Returns the heads of rooms; leaves out rooms that do not exist.
     *
     * @param roomIds at most {@value #MOST_IDS}
     */
    public List<Head> heads(Collection<String> roomIds) {
        return entities.createQuery("select r from Room r where r.id in :ids", Room.class)
                .setParameter("ids", roomIds)
                .getResultStream()
                .map(room -> new Head(room.id(), room.epoch(), room.lastRev()))
                .toList();
    }

    /** Builds the condition; SQL allows no parameter for an interval. */
    static String touchedWithin(Duration back) {
        return "touched_at > CURRENT_TIMESTAMP - INTERVAL '" + back.toSeconds() + "' SECOND";
    }

    private static long number(Object column) {
        return ((Number) column).longValue();
    }

    private static String epoch() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Returns the role of a user in a room; empty for non-members. */
    public Optional<Role> role(String roomId, String userId) {
        return membership(roomId, userId).map(Membership::role);
    }

    private Optional<Membership> membership(String roomId, String userId) {
        return Optional.ofNullable(
                entities.find(Membership.class, new MembershipId(roomId, userId)));
    }

    /**
     * Makes a user a member. An existing member keeps their role.
     *
     * @param readSeq the read mark of a new member
     * @return whether the user is a new member
     */
    public boolean enrol(String roomId, String userId, Role role, long readSeq, long now) {
        if (membership(roomId, userId).isPresent()) {
            return false;
        }
        add(roomId, userId, role, readSeq, now);
        return true;
    }

    /**
     * Adds a user to a room. The user must not be a member yet.
     *
     * @param readSeq the read mark of the member
     * @throws jakarta.persistence.PersistenceException if the user has become a member meanwhile
     */
    public void add(String roomId, String userId, Role role, long readSeq, long now) {
        dialect.bound(entities);
        entities.persist(new Membership(roomId, userId, role, readSeq, now));
        entities.flush();
    }

    /** Returns rooms that a user belongs to, in the order of their ids. */
    public List<String> roomsOf(String userId, int limit) {
        return entities.createQuery(
                        "select m.roomId from Membership m where m.userId = :user"
                                + " order by m.roomId",
                        String.class)
                .setParameter("user", userId)
                .setMaxResults(limit)
                .getResultList();
    }

    /** Returns the ids of a room's members. */
    public Set<String> members(String roomId) {
        return Set.copyOf(
                entities.createQuery(
                                "select m.userId from Membership m where m.roomId = :room",
                                String.class)
                        .setParameter("room", roomId)
                        .getResultList());
    }

    /** Ends a membership, if there is one. */
    public void dismiss(String roomId, String userId) {
        dialect.bound(entities);
        membership(roomId, userId).ifPresent(entities::remove);
    }

    /**
     * Returns the rooms of a user, latest activity first.
     *
     * @param search the beginning of a word of the name or id; for direct rooms, the whole id;
     *     blank for all rooms
     */
    public List<Listed> ofMember(
            String userId, boolean direct, String search, Place after, int limit) {
        Optional<Set<String>> matching =
                matching(search, () -> direct ? Set.of(search) : index.roomsOf(userId, search));
        if (matching.filter(Set::isEmpty).isPresent()) {
            return List.of();
        }
        String which = direct ? "r.visibility = :direct" : "r.visibility <> :direct";
        TypedQuery<Object[]> query =
                entities.createQuery(
                        "select r, m from Room r, Membership m where m.roomId = r.id"
                                + " and m.userId = :user and "
                                + which
                                + listing(matching),
                        Object[].class);
        query.setParameter("user", userId).setParameter("direct", Visibility.DIRECT);
        return listing(query, matching, after, limit)
                .map(
                        row -> {
                            Room room = (Room) row[0];
                            Membership member = (Membership) row[1];
                            return new Listed(
                                    room.info(), member.role(), member.readSeq(), room.activeAt());
                        })
                .toList();
    }

    /**
     * Returns the public rooms that a user is not a member of, latest activity first.
     *
     * @param search the beginning of a word of the name or id; blank for all rooms
     */
    public List<Listed> others(String userId, String search, Place after, int limit) {
        Optional<Set<String>> matching = matching(search, () -> index.rooms(search));
        if (matching.filter(Set::isEmpty).isPresent()) {
            return List.of();
        }
        TypedQuery<Object[]> query =
                entities.createQuery(
                        "select r, r.id from Room r where r.visibility = :visible"
                                + " and not exists (select m.userId from Membership m"
                                + " where m.roomId = r.id and m.userId = :user)"
                                + listing(matching),
                        Object[].class);
        query.setParameter("user", userId).setParameter("visible", Visibility.PUBLIC);
        return listing(query, matching, after, limit)
                .map(row -> (Room) row[0])
                .map(room -> new Listed(room.info(), null, room.lastSeq(), room.activeAt()))
                .toList();
    }

    /** Returns the ids of the rooms that match a search; empty if all rooms do. */
    private static Optional<Set<String>> matching(String search, Supplier<Set<String>> find) {
        return search.isBlank() ? Optional.empty() : Optional.of(find.get());
    }

    // The first condition on activeAt is for the index, which cannot use the second.
    private static String listing(Optional<Set<String>> matching) {
        return " and r.closedAt is null"
                + (matching.isPresent() ? " and r.id in :ids" : "")
                + " and r.activeAt <= :activity"
                + " and (r.activeAt < :activity or r.id > :lastId)"
                + " order by r.activeAt desc, r.id";
    }

    private static Stream<Object[]> listing(
            TypedQuery<Object[]> query, Optional<Set<String>> matching, Place after, int limit) {
        matching.ifPresent(ids -> query.setParameter("ids", ids));
        return query.setParameter("activity", after.activeAt())
                .setParameter("lastId", after.roomId())
                .setMaxResults(limit)
                .getResultStream();
    }

    /** Returns the other user of each direct room, by room. */
    public Map<String, String> counterparts(Collection<String> roomIds, String userId) {
        Map<String, String> others = new HashMap<>();
        if (!roomIds.isEmpty()) {
            entities.createQuery(
                            "select m.roomId, m.userId from Membership m"
                                    + " where m.roomId in :rooms and m.userId <> :user",
                            Object[].class)
                    .setParameter("rooms", roomIds)
                    .setParameter("user", userId)
                    .getResultStream()
                    .forEach(row -> others.put((String) row[0], (String) row[1]));
        }
        return others;
    }
}
