package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds rooms and users by the beginning of a word of their name or id. Each word is a row, which
 * every database finds by an ordinary index, without an extension. Requires a transaction around
 * each call.
 *
 * <p>Native queries here and elsewhere have their LIMIT in the text: EclipseLink (4.0.9) does not
 * add it to them, and without it PostgreSQL plans to read everything.
 */
@ApplicationScoped
public class SearchIndex {

    /**
     * What can be searched, with its tables. Closed rooms and direct rooms have no words, because
     * these would count towards the limit of a search.
     */
    enum Kind {
        ROOM("room", "name", "room_word", "room_id", "closed_at IS NULL AND direct_pair IS NULL"),
        USER("known_user", "username", "user_word", "user_id", "id IS NOT NULL");

        private final String table;
        private final String name;
        private final String words;
        private final String key;
        private final String isFound;

        Kind(String table, String name, String words, String key, String isFound) {
            this.table = table;
            this.name = name;
            this.words = words;
            this.key = key;
            this.isFound = isFound;
        }

        private String insert(int rows) {
            return "INSERT INTO "
                    + words
                    + " ("
                    + key
                    + ", word) VALUES (?, ?)"
                    + ", (?, ?)".repeat(rows - 1);
        }
    }

    /** The maximum number of rooms that a search considers. */
    static final int MOST_ROOMS = 500;

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;

    /** Writes the words of a new room or user, whose row has been written. */
    void add(Kind kind, String id, String name) {
        Set<String> words = new LinkedHashSet<>(Folding.words(name));
        if (kind == Kind.ROOM) {
            words.addAll(Folding.words(id));
        }
        if (words.isEmpty()) {
            return;
        }
        Query insert =
                entities.createNativeQuery(kind.insert(words.size()) + dialect.unlessThere());
        int position = 0;
        for (String word : words) {
            insert.setParameter(++position, id).setParameter(++position, word);
        }
        insert.executeUpdate();
    }

    /** Replaces the words of a room or user, whose row is locked. */
    void replace(Kind kind, String id, String name) {
        remove(kind, id);
        add(kind, id, name);
    }

    /** Removes the words of a room or user. */
    void remove(Kind kind, String id) {
        entities.createNativeQuery("DELETE FROM " + kind.words + " WHERE " + kind.key + " = ?")
                .setParameter(1, id)
                .executeUpdate();
    }

    /**
     * Returns the ids of rooms or users that an older version stored without words, in order.
     *
     * @param after returns only greater ids, in the order of the database; empty for all
     */
    List<String> unwritten(Kind kind, String after, int limit) {
        List<?> rows =
                entities.createNativeQuery(
                                "SELECT id FROM "
                                        + kind.table
                                        + " WHERE folded IS NULL AND id > ? ORDER BY id LIMIT "
                                        + limit)
                        .setParameter(1, after)
                        .getResultList();
        return rows.stream().map(String.class::cast).toList();
    }

    /**
     * Writes the words of such rooms or users. Skips those that another transaction has locked,
     * because it may be changing the name.
     *
     * @return how many were written
     */
    int write(Kind kind, List<String> ids) {
        dialect.bound(entities);
        Query query =
                entities.createNativeQuery(
                        "SELECT id, "
                                + kind.name
                                + ", CASE WHEN "
                                + kind.isFound
                                + " THEN 1 ELSE 0 END AS found FROM "
                                + kind.table
                                + " WHERE folded IS NULL AND id"
                                + Ids.in(ids)
                                + dialect.forChangeOfUnlocked());
        Ids.set(query, 0, ids);
        List<?> rows = query.getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            String id = (String) columns[0];
            remove(kind, id);
            if (((Number) columns[2]).intValue() == 1) {
                add(kind, id, (String) columns[1]);
            }
            entities.createNativeQuery("UPDATE " + kind.table + " SET folded = TRUE WHERE id = ?")
                    .setParameter(1, id)
                    .executeUpdate();
        }
        return rows.size();
    }

    /** Returns rooms that match a query, at most {@value #MOST_ROOMS}, in the order of names. */
    Set<String> rooms(String query) {
        return find(query, "SELECT word, room_id FROM room_word", "room_id", MOST_ROOMS);
    }

    /** Returns those of a user's rooms that match a query, at most {@value #MOST_ROOMS}. */
    Set<String> roomsOf(String userId, String query) {
        String beginning = Folding.beginning(query);
        if (beginning.isEmpty()) {
            return Set.of();
        }
        // The expression keeps PostgreSQL from using the index on words, which would read the
        // matching words of all rooms instead of the words of the user's rooms.
        return ids(
                entities.createNativeQuery(
                                "SELECT w.word, w.room_id FROM membership m"
                                        + " JOIN room_word w ON w.room_id = m.room_id"
                                        + " WHERE m.user_id = ? AND w.word || '' >= ?"
                                        + " AND w.word || '' < ?"
                                        + " ORDER BY w.word, w.room_id LIMIT "
                                        + MOST_ROOMS)
                        .setParameter(1, userId)
                        .setParameter(2, beginning)
                        .setParameter(3, Folding.end(beginning)));
    }

    /** Returns users that match a query, in the order of the words by which they are found. */
    Set<String> users(String query, int limit) {
        Set<String> found = users(query, limit, 2);
        if (found.size() < limit) {
            // Each may be found by all of its words.
            found = users(query, limit, Folding.MAX_WORDS);
        }
        return found.stream().limit(limit).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> users(String query, int limit, int wordsOfOne) {
        return find(query, "SELECT word, user_id FROM user_word", "user_id", limit * wordsOfOne);
    }

    private Set<String> find(String query, String select, String key, int limit) {
        String beginning = Folding.beginning(query);
        if (beginning.isEmpty()) {
            return Set.of();
        }
        return ids(
                entities.createNativeQuery(
                                select
                                        + " WHERE word >= ? AND word < ? ORDER BY word, "
                                        + key
                                        + " LIMIT "
                                        + limit)
                        .setParameter(1, beginning)
                        .setParameter(2, Folding.end(beginning)));
    }

    /** Reads the ids of words; one id may have several of them. */
    private static Set<String> ids(Query query) {
        Set<String> ids = new LinkedHashSet<>();
        for (Object row : query.getResultList()) {
            ids.add((String) ((Object[]) row)[1]);
        }
        return ids;
    }
}
