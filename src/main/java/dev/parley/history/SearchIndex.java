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

    /** What can be searched, with its tables. */
    enum Kind {
        ROOM("room", "name", "room_word", "room_id"),
        USER("known_user", "username", "user_word", "user_id");

        private final String table;
        private final String name;
        private final String words;
        private final String key;

        Kind(String table, String name, String words, String key) {
            this.table = table;
            this.name = name;
            this.words = words;
            this.key = key;
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

    /** Replaces the words of a room or user. */
    void replace(Kind kind, String id, String name) {
        entities.createNativeQuery("DELETE FROM " + kind.words + " WHERE " + kind.key + " = ?")
                .setParameter(1, id)
                .executeUpdate();
        add(kind, id, name);
    }

    /**
     * Writes the words of rooms or users that have none: those of an older version.
     *
     * @return the number of them; less than {@code limit} if no more are left
     */
    int fill(Kind kind, int limit) {
        dialect.bound(entities);
        // In the order in which the lanes lock rooms.
        List<?> rows =
                entities.createNativeQuery(
                                "SELECT id, "
                                        + kind.name
                                        + " FROM "
                                        + kind.table
                                        + " WHERE folded IS NULL ORDER BY id LIMIT "
                                        + limit)
                        .getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            String id = (String) columns[0];
            replace(kind, id, (String) columns[1]);
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
        return ids(
                entities.createNativeQuery(
                                "SELECT w.word, w.room_id FROM membership m"
                                        + " JOIN room_word w ON w.room_id = m.room_id"
                                        + " WHERE m.user_id = ? AND w.word >= ? AND w.word < ?"
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
