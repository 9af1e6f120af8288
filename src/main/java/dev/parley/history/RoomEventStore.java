package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and writes the durable events of rooms. Requires a transaction around each call. */
@ApplicationScoped
public class RoomEventStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private MessageStore messages;
    @Inject private SearchIndex index;
    @Inject private Dialect dialect;

    /**
     * Locks a room's stream until the transaction ends. Fails after two seconds: a node may be
     * paused while it holds the lock, and must not block the readers of all others.
     */
    public Optional<RoomInfo> lock(String roomId) {
        dialect.bound(entities);
        return dialect.lock(entities, roomId).map(Room::info);
    }

    /**
     * Closes a room permanently. Searches no longer find it.
     *
     * @param room an open room, locked
     * @param by the id of the user who closes it
     */
    public DurableEvent.RoomClosed close(RoomInfo room, String by, long now) {
        DurableEvent.RoomClosed event =
                new DurableEvent.RoomClosed(room.id(), room.epoch(), room.lastRev() + 1, by);
        entities.persist(new RoomEvent(event, now));
        entities.flush();
        entities.createNativeQuery(
                        "UPDATE room SET closed_at = ?, last_rev = ?,"
                                + " touched_at = CURRENT_TIMESTAMP WHERE id = ?")
                .setParameter(1, now)
                .setParameter(2, event.rev())
                .setParameter(3, room.id())
                .executeUpdate();
        index.remove(SearchIndex.Kind.ROOM, room.id());
        return event;
    }

    /** Returns the closing event, if this user closed the room at this moment. */
    public Optional<DurableEvent.RoomClosed> closing(RoomInfo room, String by, long now) {
        return closings(room)
                .filter(event -> event.createdAt() == now)
                .map(event -> event.closed(room.epoch()))
                .filter(event -> event.by().equals(by))
                .findFirst();
    }

    /** Returns the event that closed a room; empty if the room is open. */
    public Optional<DurableEvent.RoomClosed> closing(RoomInfo room) {
        return closings(room).map(event -> event.closed(room.epoch())).findFirst();
    }

    /** The event that closed a room is its last one, so no other events are read. */
    private Stream<RoomEvent> closings(RoomInfo room) {
        return entities.createQuery(
                        "select e from RoomEvent e where e.roomId = :room and e.rev = :rev"
                                + " and e.kind = :kind",
                        RoomEvent.class)
                .setParameter("room", room.id())
                .setParameter("rev", room.lastRev())
                .setParameter("kind", RoomEvent.Kind.CLOSED)
                .getResultStream();
    }

    /**
     * Returns the events of a room after {@code rev}, in order; at most {@code limit}.
     *
     * <p>The result ends at {@code room.lastRev()}, even if more is committed during the read. A
     * transaction keeps one state of each entity: without this limit, an edit could be returned
     * with the text from before it.
     *
     * @param room as read by this transaction or an earlier one
     */
    public List<DurableEvent> after(RoomInfo room, long rev, int limit) {
        List<DurableEvent> found = new ArrayList<>();
        for (StoredMessage message : messages.postedWithin(room.id(), rev, room.lastRev(), limit)) {
            found.add(new DurableEvent.MessagePosted(message, room.epoch()));
        }
        found.addAll(told(eventsWithin(room, rev, limit), room.epoch()));
        found.sort(Comparator.comparingLong(DurableEvent::rev));
        return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
    }

    private List<DurableEvent> told(List<RoomEvent> rows, String epoch) {
        Set<String> ids =
                rows.stream()
                        .map(RoomEvent::messageId)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
        Map<String, StoredMessage> told = messages.whole(ids);
        return rows.stream().map(row -> row.event(epoch, told)).toList();
    }

    private List<RoomEvent> eventsWithin(RoomInfo room, long rev, int limit) {
        return entities.createQuery(
                        "select e from RoomEvent e where e.roomId = :room and e.rev > :rev"
                                + " and e.rev <= :last order by e.rev",
                        RoomEvent.class)
                .setParameter("room", room.id())
                .setParameter("rev", rev)
                .setParameter("last", room.lastRev())
                .setMaxResults(limit)
                .getResultList();
    }

    /** Returns the rows that changes created, by the ids of the changes. */
    Map<String, RoomEvent> ofChanges(Collection<String> changeIds) {
        if (changeIds.isEmpty()) {
            // EclipseLink would write IN (), which PostgreSQL rejects.
            return Map.of();
        }
        return entities.createQuery(
                        "select e from RoomEvent e where e.changeId in :ids", RoomEvent.class)
                .setParameter("ids", changeIds)
                .getResultStream()
                .collect(Collectors.toMap(RoomEvent::changeId, Function.identity()));
    }
}
