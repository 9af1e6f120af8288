package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The messages of rooms. Wants a transaction around each call. */
@ApplicationScoped
public class MessageStore {

    /** A part of a room's messages, oldest first, and whether there are more beyond it. */
    public record Page(List<StoredMessage> messages, boolean more) {}

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    /** The newest messages up to and including {@code lastSeq}. */
    public Page newest(String roomId, long lastSeq, int limit) {
        return before(roomId, lastSeq + 1, limit);
    }

    /** The messages just before a place. */
    public Page before(String roomId, long seq, int limit) {
        List<StoredMessage> found =
                new ArrayList<>(select("m.seq < :seq order by m.seq desc", roomId, seq, limit + 1));
        boolean more = found.size() > limit;
        if (more) {
            found.remove(limit);
        }
        Collections.reverse(found);
        return new Page(found, more);
    }

    /** The messages just after a place, up to and including {@code lastSeq}. */
    public Page after(String roomId, long seq, long lastSeq, int limit) {
        List<StoredMessage> found =
                new ArrayList<>(
                        select("m.seq > :seq order by m.seq", roomId, seq, limit + 1).stream()
                                .filter(message -> message.seq() <= lastSeq)
                                .toList());
        boolean more = found.size() > limit;
        if (more) {
            found.remove(limit);
        }
        return new Page(found, more);
    }

    /** What changed after a place among the durable events, in their order. */
    public List<StoredMessage> afterRev(String roomId, long rev, int limit) {
        return select("m.rev > :seq order by m.rev", roomId, rev, limit);
    }

    private List<StoredMessage> select(String condition, String roomId, long place, int limit) {
        return entities.createQuery(
                        "select m from Message m where m.roomId = :room and " + condition,
                        Message.class)
                .setParameter("room", roomId)
                .setParameter("seq", place)
                .setMaxResults(limit)
                .getResultStream()
                .map(Message::stored)
                .toList();
    }

    /**
     * Stores a batch; the locks of its rooms put all writers of a room in line.
     *
     * @return the outcome of each draft, in the order of the drafts
     */
    List<AppendResult> write(List<MessageDraft> drafts) {
        Map<String, Head> heads = lock(drafts);
        Map<RepeatKey, StoredMessage> repeats = repeats(drafts, heads.keySet());
        Set<String> replyTargets = replyTargets(drafts);
        List<AppendResult> results = new ArrayList<>(drafts.size());
        for (MessageDraft draft : drafts) {
            results.add(append(draft, heads.get(draft.roomId()), repeats, replyTargets));
        }
        entities.flush();
        heads.values().forEach(this::move);
        return results;
    }

    private AppendResult append(
            MessageDraft draft,
            Head head,
            Map<RepeatKey, StoredMessage> repeats,
            Set<String> replyTargets) {
        if (head == null) {
            return AppendResult.refused(AppendResult.Reason.ROOM_NOT_FOUND);
        }
        if (head.closed) {
            return AppendResult.refused(AppendResult.Reason.ROOM_CLOSED);
        }
        RepeatKey key = RepeatKey.of(draft);
        StoredMessage first = key == null ? null : repeats.get(key);
        if (first != null) {
            return AppendResult.repeated(first, head.epoch);
        }
        if (draft.replyTo() != null
                && !replyTargets.contains(draft.roomId() + " " + draft.replyTo())) {
            return AppendResult.refused(AppendResult.Reason.REPLY_NOT_FOUND);
        }
        head.lastSeq++;
        head.lastRev++;
        head.activeAt = Math.max(head.activeAt, draft.createdAt());
        head.readMarks.put(draft.userId(), head.lastSeq);
        Message message = new Message(draft, head.lastSeq, head.lastRev);
        entities.persist(message);
        StoredMessage stored = message.stored();
        if (key != null) {
            repeats.put(key, stored);
        }
        return AppendResult.stored(stored, head.epoch);
    }

    /** The head of a room whose row is locked. */
    private static final class Head {
        final String roomId;
        final String epoch;
        final boolean closed;
        final long formerRev;
        long lastSeq;
        long lastRev;
        long activeAt;
        final Map<String, Long> readMarks = new TreeMap<>();

        Head(Room room) {
            roomId = room.id();
            epoch = room.epoch();
            closed = room.isClosed();
            formerRev = room.lastRev();
            lastSeq = room.lastSeq();
            lastRev = room.lastRev();
            activeAt = room.activeAt();
        }
    }

    /** In the order of ids, so that two batches can never wait for each other. */
    private Map<String, Head> lock(List<MessageDraft> drafts) {
        Set<String> ids =
                drafts.stream()
                        .map(MessageDraft::roomId)
                        .collect(Collectors.toCollection(TreeSet::new));
        Map<String, Head> heads = new LinkedHashMap<>();
        for (String id : ids) {
            Room room = entities.find(Room.class, id, LockModeType.PESSIMISTIC_WRITE);
            if (room != null) {
                heads.put(id, new Head(room));
            }
        }
        return heads;
    }

    private record RepeatKey(String roomId, String userId, String clientMessageId) {
        static RepeatKey of(MessageDraft draft) {
            return draft.clientMessageId() == null
                    ? null
                    : new RepeatKey(draft.roomId(), draft.userId(), draft.clientMessageId());
        }
    }

    /** Free of races, since the rooms are locked. */
    private Map<RepeatKey, StoredMessage> repeats(
            List<MessageDraft> drafts, Collection<String> rooms) {
        Set<String> ids = values(drafts, MessageDraft::clientMessageId);
        Map<RepeatKey, StoredMessage> repeats = new HashMap<>();
        if (!ids.isEmpty() && !rooms.isEmpty()) {
            entities.createQuery(
                            "select m from Message m where m.roomId in :rooms"
                                    + " and m.userId in :users and m.clientMessageId in :ids",
                            Message.class)
                    .setParameter("rooms", rooms)
                    .setParameter("users", values(drafts, MessageDraft::userId))
                    .setParameter("ids", ids)
                    .getResultStream()
                    .forEach(
                            m ->
                                    repeats.put(
                                            new RepeatKey(
                                                    m.roomId(), m.userId(), m.clientMessageId()),
                                            m.stored()));
        }
        return repeats;
    }

    private Set<String> replyTargets(List<MessageDraft> drafts) {
        Set<String> wanted = values(drafts, MessageDraft::replyTo);
        Set<String> found = new HashSet<>();
        if (!wanted.isEmpty()) {
            entities.createQuery("select m from Message m where m.id in :ids", Message.class)
                    .setParameter("ids", wanted)
                    .getResultStream()
                    .forEach(m -> found.add(m.roomId() + " " + m.id()));
        }
        return found;
    }

    private static Set<String> values(
            List<MessageDraft> drafts, Function<MessageDraft, String> field) {
        return drafts.stream().map(field).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private void move(Head head) {
        if (head.lastRev == head.formerRev) {
            return;
        }
        entities.createNativeQuery(
                        "UPDATE room SET last_seq = ?, last_rev = ?, active_at = ?,"
                                + " touched_at = CURRENT_TIMESTAMP WHERE id = ?")
                .setParameter(1, head.lastSeq)
                .setParameter(2, head.lastRev)
                .setParameter(3, head.activeAt)
                .setParameter(4, head.roomId)
                .executeUpdate();
        // One's own message is read.
        head.readMarks.forEach(
                (user, seq) ->
                        entities.createNativeQuery(
                                        "UPDATE membership SET read_seq = ?"
                                                + " WHERE room_id = ? AND user_id = ?"
                                                + " AND read_seq < ?")
                                .setParameter(1, seq)
                                .setParameter(2, head.roomId)
                                .setParameter(3, user)
                                .setParameter(4, seq)
                                .executeUpdate());
    }

    /**
     * Which of these messages are stored; waits for whoever still holds the rooms' locks, so that
     * the answer is final.
     */
    Map<String, AppendResult> committed(List<MessageDraft> drafts) {
        Map<String, Head> heads = lock(drafts);
        Map<String, AppendResult> results = new HashMap<>();
        entities.createQuery("select m from Message m where m.id in :ids", Message.class)
                .setParameter("ids", values(drafts, MessageDraft::id))
                .getResultStream()
                .forEach(
                        m ->
                                results.put(
                                        m.id(),
                                        AppendResult.stored(
                                                m.stored(), heads.get(m.roomId()).epoch)));
        return results;
    }
}
