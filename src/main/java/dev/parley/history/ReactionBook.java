package dev.parley.history;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tracks the reactions to the messages of one batch. Changes are written at the end of the batch,
 * each row at most once, because neither Hibernate nor EclipseLink deletes a row before it inserts
 * the same row again. Not thread-safe; the rooms of the messages are locked.
 */
final class ReactionBook {

    private final Map<String, Map<String, Tally>> tallies = new HashMap<>();
    private final Map<ReactionId, Boolean> formerly = new LinkedHashMap<>();
    private final Map<ReactionId, Long> revs = new HashMap<>();
    private final Set<String> cleared = new HashSet<>();

    /**
     * Adds what was read.
     *
     * @param found the reactions to messages, including all users whose reactions the batch changes
     */
    void read(Map<String, List<Tally>> found) {
        found.forEach((id, list) -> list.forEach(tally -> of(id).put(tally.emoji(), tally)));
    }

    private Map<String, Tally> of(String messageId) {
        return tallies.computeIfAbsent(messageId, id -> new LinkedHashMap<>());
    }

    List<Tally> all(String messageId) {
        return List.copyOf(of(messageId).values());
    }

    private Tally tally(ReactionId id) {
        Tally tally = of(id.messageId()).get(id.emoji());
        return tally == null ? Tally.none(id.emoji()) : tally;
    }

    /**
     * Returns the stored reaction that looks like the given one, or the given one if there is none.
     * Versions before {@link EmojiForm} stored what clients sent, for example a heart without
     * U+FE0F. If several stored reactions look alike, prefers one that the user has given.
     */
    ReactionId asStored(ReactionId id) {
        if (has(id)) {
            return id;
        }
        String form = EmojiForm.of(id.emoji());
        List<Tally> alike =
                of(id.messageId()).values().stream()
                        .filter(tally -> EmojiForm.of(tally.emoji()).equals(form))
                        .toList();
        return alike.stream()
                .filter(tally -> tally.userIds().contains(id.userId()))
                .findFirst()
                .or(
                        () ->
                                alike.stream()
                                        .filter(tally -> tally.emoji().equals(id.emoji()))
                                        .findFirst())
                .or(() -> alike.stream().findFirst())
                .map(tally -> new ReactionId(id.messageId(), tally.emoji(), id.userId()))
                .orElse(id);
    }

    boolean has(ReactionId id) {
        return tally(id).userIds().contains(id.userId());
    }

    /** Whether the message has the maximum number of emojis and this would be a new one. */
    boolean isFullFor(ReactionId id) {
        Map<String, Tally> there = of(id.messageId());
        return there.size() >= ReactionStore.MOST_EMOJIS && !there.containsKey(id.emoji());
    }

    /**
     * Adds a reaction that does not exist yet.
     *
     * @return the number of users with this emoji afterwards
     */
    int give(ReactionId id, long rev) {
        formerly.putIfAbsent(id, false);
        revs.put(id, rev);
        Tally more = tally(id).with(id.userId());
        of(id.messageId()).put(id.emoji(), more);
        return more.count();
    }

    /**
     * Removes an existing reaction.
     *
     * @return the number of users with this emoji afterwards
     */
    int take(ReactionId id) {
        formerly.putIfAbsent(id, true);
        Tally less = tally(id).without(id.userId());
        if (less.count() == 0) {
            of(id.messageId()).remove(id.emoji());
        } else {
            of(id.messageId()).put(id.emoji(), less);
        }
        return less.count();
    }

    /** Removes all reactions to a deleted message. */
    void clear(String messageId) {
        of(messageId).clear();
        cleared.add(messageId);
    }

    void write(EntityManager entities) {
        cleared.forEach(id -> delete(entities, id));
        formerly.forEach(
                (id, wasThere) -> {
                    Long givenAt = revs.get(id);
                    if (givenAt != null && has(id) && !wasThere) {
                        entities.persist(new Reaction(id, givenAt));
                    } else if (!has(id) && wasThere && !cleared.contains(id.messageId())) {
                        delete(entities, id);
                    }
                });
    }

    private static void delete(EntityManager entities, String messageId) {
        entities.createQuery("delete from Reaction r where r.messageId = :message")
                .setParameter("message", messageId)
                .executeUpdate();
    }

    private static void delete(EntityManager entities, ReactionId id) {
        entities.createQuery(
                        "delete from Reaction r where r.messageId = :message"
                                + " and r.emoji = :emoji and r.userId = :user")
                .setParameter("message", id.messageId())
                .setParameter("emoji", id.emoji())
                .setParameter("user", id.userId())
                .executeUpdate();
    }
}
