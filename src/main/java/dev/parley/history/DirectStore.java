package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what happened lately in direct rooms. Requires a transaction around each call. */
@ApplicationScoped
public class DirectStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private ReactionStore reactions;

    /** A direct room whose stream has changed recently, and one of its two users. */
    public record DirectHead(String roomId, long lastRev, String userId) {}

    /**
     * Returns the direct rooms whose stream has changed recently, once for each user.
     *
     * @param back how far to look back, by the clock of the database
     */
    public List<DirectHead> touchedDirect(Duration back, int limit) {
        List<?> rows =
                entities.createNativeQuery(
                                "SELECT r.id, r.last_rev, m.user_id FROM room r"
                                        + " JOIN membership m ON m.room_id = r.id"
                                        + " WHERE r.direct_pair IS NOT NULL"
                                        + " AND r."
                                        + RoomStore.touchedWithin(back)
                                        + " ORDER BY r.touched_at DESC, r.id LIMIT "
                                        + limit)
                        .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(
                        row ->
                                new DirectHead(
                                        (String) row[0],
                                        ((Number) row[1]).longValue(),
                                        (String) row[2]))
                .toList();
    }

    /**
     * The recent messages of a direct room, in order, as events.
     *
     * @param lastRev the {@code rev} of the room's latest event of any kind
     * @param earliest when the earliest message among the latest events was posted; null if there
     *     is none. Only if this is before the time asked for, or if all of the room's events were
     *     looked at, are the messages all since that time
     */
    public record Recent(
            String epoch, long lastRev, @Nullable Instant earliest, List<DurableEvent> messages) {}

    /**
     * Reads the messages of rooms that were posted recently, with two queries for all rooms and one
     * for all reactions. Rooms without such messages have an empty list.
     *
     * @param most the number of a room's latest events to look at
     */
    public Map<String, Recent> recent(Collection<String> roomIds, Instant since, int most) {
        List<Object[]> rows =
                entities.createQuery(
                                "select m, r.epoch, r.lastRev from Room r, Message m"
                                        + " where r.id in :ids and m.roomId = r.id"
                                        + " and m.postedRev > r.lastRev - :most"
                                        + " and m.createdAt >= :since"
                                        + " order by m.roomId, m.postedRev",
                                Object[].class)
                        .setParameter("ids", roomIds)
                        .setParameter("most", (long) most)
                        .setParameter("since", since.toEpochMilli())
                        .getResultList();
        Set<String> touched =
                rows.stream()
                        .map(row -> (Message) row[0])
                        .filter(message -> message.isTouched() && !message.isDeleted())
                        .map(Message::id)
                        .collect(Collectors.toSet());
        Map<String, List<Tally>> tallies = reactions.whole(touched);
        // After the messages: a window that has moved on since reaches less far back, never
        // farther.
        Map<String, Recent> found = windows(roomIds, most);
        for (Object[] row : rows) {
            Message message = (Message) row[0];
            StoredMessage posted = message.posted(tallies.getOrDefault(message.id(), List.of()));
            String epoch = (String) row[1];
            long lastRev = (Long) row[2];
            found.computeIfPresent(
                    message.roomId(),
                    (id, recent) ->
                            new Recent(epoch, lastRev, recent.earliest(), recent.messages()));
            Recent recent = found.get(message.roomId());
            if (recent != null) {
                recent.messages().add(new DurableEvent.MessagePosted(posted, epoch));
            }
        }
        return found;
    }

    /** Returns how far back the latest events of rooms reach, without their messages. */
    private Map<String, Recent> windows(Collection<String> roomIds, int most) {
        Query query =
                entities.createNativeQuery(
                        "SELECT r.id, r.epoch, r.last_rev,"
                                + " (SELECT MIN(m.created_at) FROM message m"
                                + " WHERE m.room_id = r.id AND m.posted_rev > r.last_rev - "
                                + most
                                + ") AS earliest FROM room r WHERE r.id"
                                + Ids.in(roomIds));
        Ids.set(query, 0, roomIds);
        Map<String, Recent> windows = new LinkedHashMap<>();
        for (Object row : query.getResultList()) {
            Object[] columns = (Object[]) row;
            Number earliest = (Number) columns[3];
            windows.put(
                    (String) columns[0],
                    new Recent(
                            (String) columns[1],
                            ((Number) columns[2]).longValue(),
                            earliest == null ? null : Instant.ofEpochMilli(earliest.longValue()),
                            new ArrayList<>()));
        }
        return windows;
    }
}
