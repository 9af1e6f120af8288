package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
     */
    public record Recent(String epoch, long lastRev, List<DurableEvent> messages) {}

    /**
     * Reads the messages of rooms that were posted recently, with one query for all rooms and one
     * for all reactions. Leaves out rooms without such messages.
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
        Map<String, Recent> found = new LinkedHashMap<>();
        for (Object[] row : rows) {
            Message message = (Message) row[0];
            StoredMessage posted = message.posted(tallies.getOrDefault(message.id(), List.of()));
            String epoch = (String) row[1];
            found.computeIfAbsent(
                            message.roomId(),
                            id -> new Recent(epoch, (Long) row[2], new ArrayList<>()))
                    .messages()
                    .add(new DurableEvent.MessagePosted(posted, epoch));
        }
        return found;
    }
}
