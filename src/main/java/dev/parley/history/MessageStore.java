package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads messages of rooms. Requires a transaction around each call. */
@ApplicationScoped
public class MessageStore {

    /** A page of messages, oldest first; {@code more} tells whether there are more beyond it. */
    public record Page(List<StoredMessage> messages, boolean more) {}

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private ReactionStore reactions;

    /** Returns the newest messages up to and including {@code lastSeq}, as one user sees them. */
    public Page newest(String roomId, long lastSeq, int limit, String readerId) {
        return before(roomId, lastSeq + 1, limit, readerId);
    }

    /** Returns the messages just before a {@code seq}, as one user sees them. */
    public Page before(String roomId, long seq, int limit, String readerId) {
        List<Message> found =
                new ArrayList<>(
                        query("m.seq < :place order by m.seq desc", roomId, seq, limit + 1)
                                .getResultList());
        boolean more = found.size() > limit;
        if (more) {
            found.remove(limit);
        }
        Collections.reverse(found);
        return new Page(seenBy(readerId, found), more);
    }

    /**
     * Returns the messages just after a {@code seq}, up to and including {@code lastSeq}, as one
     * user sees them.
     */
    public Page after(String roomId, long seq, long lastSeq, int limit, String readerId) {
        return page(
                query("m.seq > :place and m.seq <= :last order by m.seq", roomId, seq, limit + 1)
                        .setParameter("last", lastSeq),
                limit,
                readerId);
    }

    /**
     * Returns the messages up to and including {@code lastSeq} that were changed after {@code rev},
     * as one user sees them; if there are more than {@code limit}, those that were changed first.
     */
    public Page changed(String roomId, long rev, long lastSeq, int limit, String readerId) {
        // In the order of the index of changed messages, which has no others.
        String condition = "m.rev > :place and m.rev <> m.postedRev and m.seq <= :last";
        Page found =
                page(
                        query(condition + " order by m.rev", roomId, rev, limit + 1)
                                .setParameter("last", lastSeq),
                        limit,
                        readerId);
        Comparator<StoredMessage> bySeq = Comparator.comparingLong(StoredMessage::seq);
        return new Page(found.messages().stream().sorted(bySeq).toList(), found.more());
    }

    private Page page(TypedQuery<Message> query, int limit, String readerId) {
        List<Message> found = query.getResultList();
        boolean more = found.size() > limit;
        return new Page(seenBy(readerId, more ? found.subList(0, limit) : found), more);
    }

    /** Finds a message, without its reactions. */
    public Optional<StoredMessage> find(String id) {
        return Optional.ofNullable(entities.find(Message.class, id)).map(Message::stored);
    }

    /**
     * Returns the messages posted after {@code rev}, up to and including {@code lastRev}, in order.
     */
    List<StoredMessage> postedWithin(String roomId, long rev, long lastRev, int limit) {
        List<Message> found =
                query(
                                "m.postedRev > :place and m.postedRev <= :last"
                                        + " order by m.postedRev",
                                roomId,
                                rev,
                                limit)
                        .setParameter("last", lastRev)
                        .getResultList();
        Map<String, List<Tally>> tallies = tallies(found, reactions::whole);
        return found.stream().map(m -> m.posted(tallies.getOrDefault(m.id(), List.of()))).toList();
    }

    /** Returns messages with all users who reacted, by message id. */
    Map<String, StoredMessage> whole(Collection<String> ids) {
        return byId(ids, Message::stored);
    }

    /** Returns messages with all users who reacted, each at the place where it was posted. */
    Map<String, StoredMessage> posted(Collection<String> ids) {
        return byId(ids, Message::posted);
    }

    private Map<String, StoredMessage> byId(
            Collection<String> ids, BiFunction<Message, List<Tally>, StoredMessage> view) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<Message> found =
                entities.createQuery("select m from Message m where m.id in :ids", Message.class)
                        .setParameter("ids", ids)
                        .getResultList();
        Map<String, List<Tally>> tallies = tallies(found, reactions::whole);
        return found.stream()
                .collect(
                        Collectors.toMap(
                                Message::id,
                                m -> view.apply(m, tallies.getOrDefault(m.id(), List.of()))));
    }

    private TypedQuery<Message> query(String condition, String roomId, long place, int limit) {
        return entities.createQuery(
                        "select m from Message m where m.roomId = :room and " + condition,
                        Message.class)
                .setParameter("room", roomId)
                .setParameter("place", place)
                .setMaxResults(limit);
    }

    private List<StoredMessage> seenBy(String readerId, List<Message> found) {
        return stored(found, ids -> reactions.seenBy(List.of(readerId), ids));
    }

    private static List<StoredMessage> stored(
            List<Message> found, Function<Set<String>, Map<String, List<Tally>>> read) {
        Map<String, List<Tally>> tallies = tallies(found, read);
        return found.stream().map(m -> m.stored(tallies.getOrDefault(m.id(), List.of()))).toList();
    }

    /** Returns the reactions. Most messages are never touched, and cost no query. */
    private static Map<String, List<Tally>> tallies(
            List<Message> found, Function<Set<String>, Map<String, List<Tally>>> read) {
        Set<String> touched =
                found.stream()
                        .filter(message -> message.isTouched() && !message.isDeleted())
                        .map(Message::id)
                        .collect(Collectors.toSet());
        return touched.isEmpty() ? Map.of() : read.apply(touched);
    }
}
