package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads reactions to messages. The emojis of a message are ordered by their first use. Requires a
 * transaction around each call.
 */
@ApplicationScoped
public class ReactionStore {

    /** The maximum number of different emojis of a message. */
    public static final int MOST_EMOJIS = 20;

    private record Given(String messageId, String emoji) {}

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    /**
     * Returns the reactions to messages, and of the users only those in {@code userIds}: all others
     * are only counted.
     */
    Map<String, List<Tally>> seenBy(Collection<String> userIds, Collection<String> messageIds) {
        Map<String, List<Tally>> tallies = new HashMap<>();
        for (List<String> ids : Ids.parts(messageIds)) {
            Map<Given, Set<String>> named = named(userIds, ids);
            counts(ids)
                    .forEach(
                            (given, count) ->
                                    tallies.computeIfAbsent(
                                                    given.messageId(), id -> new ArrayList<>())
                                            .add(
                                                    new Tally(
                                                            given.emoji(),
                                                            count,
                                                            named.getOrDefault(given, Set.of()))));
        }
        return tallies;
    }

    private Map<Given, Integer> counts(List<String> ids) {
        Map<Given, Integer> counts = new LinkedHashMap<>();
        entities.createQuery(
                        "select r.messageId, r.emoji, count(r.userId), min(r.rev) from Reaction r"
                                + " where r.messageId in :ids group by r.messageId, r.emoji",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultStream()
                .sorted(Comparator.comparingLong(row -> ((Number) row[3]).longValue()))
                .forEach(
                        row ->
                                counts.put(
                                        new Given((String) row[0], (String) row[1]),
                                        ((Number) row[2]).intValue()));
        return counts;
    }

    private Map<Given, Set<String>> named(Collection<String> userIds, List<String> ids) {
        Map<Given, Set<String>> named = new HashMap<>();
        if (!userIds.isEmpty()) {
            entities.createQuery(
                            "select r.messageId, r.emoji, r.userId from Reaction r"
                                    + " where r.messageId in :ids and r.userId in :users",
                            Object[].class)
                    .setParameter("ids", ids)
                    .setParameter("users", userIds)
                    .getResultStream()
                    .forEach(
                            row ->
                                    named.computeIfAbsent(
                                                    new Given((String) row[0], (String) row[1]),
                                                    given -> new HashSet<>())
                                            .add((String) row[2]));
        }
        return named;
    }

    /** Returns the reactions to messages, with all users. */
    Map<String, List<Tally>> whole(Collection<String> messageIds) {
        Map<String, Map<String, Set<String>>> givers = new HashMap<>();
        for (List<String> ids : Ids.parts(messageIds)) {
            entities.createQuery(
                            "select r.messageId, r.emoji, r.userId from Reaction r"
                                    + " where r.messageId in :ids order by r.rev",
                            Object[].class)
                    .setParameter("ids", ids)
                    .getResultStream()
                    .forEach(
                            row ->
                                    givers.computeIfAbsent(
                                                    (String) row[0], id -> new LinkedHashMap<>())
                                            .computeIfAbsent(
                                                    (String) row[1], emoji -> new HashSet<>())
                                            .add((String) row[2]));
        }
        Map<String, List<Tally>> tallies = new HashMap<>();
        givers.forEach((id, byEmoji) -> tallies.put(id, tallies(byEmoji)));
        return tallies;
    }

    private static List<Tally> tallies(Map<String, Set<String>> byEmoji) {
        return byEmoji.entrySet().stream()
                .map(e -> new Tally(e.getKey(), e.getValue().size(), e.getValue()))
                .toList();
    }
}
