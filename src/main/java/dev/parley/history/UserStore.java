package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The users known to Parley. Requires a transaction around each call. */
@ApplicationScoped
public class UserStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;
    @Inject private SearchIndex index;

    /** Stores a user, or their new name. */
    public void remember(String id, String username, long now) {
        KnownUser known = entities.find(KnownUser.class, id);
        if (known == null) {
            insert(id, username, now);
        } else if (!known.username().equals(username)) {
            dialect.bound(entities);
            known.rename(username);
            // Locks the row before the words are replaced, because SearchFiller writes them, too.
            entities.flush();
            index.replace(SearchIndex.Kind.USER, id, username);
        }
    }

    /** Inserts a user; several first connections often do so at once. */
    private void insert(String id, String username, long now) {
        dialect.bound(entities);
        int inserted =
                entities.createNativeQuery(
                                "INSERT INTO known_user"
                                        + " (id, username, username_key, seen_at, folded)"
                                        + " VALUES (?, ?, ?, ?, TRUE)"
                                        + dialect.unlessThere())
                        .setParameter(1, id)
                        .setParameter(2, username)
                        .setParameter(3, Folding.key(username))
                        .setParameter(4, now)
                        .executeUpdate();
        if (inserted > 0) {
            index.add(SearchIndex.Kind.USER, id, username);
        }
    }

    /**
     * Locks a known user until the transaction ends. Other transactions that lock this user wait
     * for at most two seconds.
     */
    public void lock(String id) {
        dialect.bound(entities);
        entities.createNativeQuery("SELECT id FROM known_user WHERE id = ?" + dialect.forChange())
                .setParameter(1, id)
                .getResultList();
    }

    public Optional<UserName> find(String id) {
        return Optional.ofNullable(entities.find(KnownUser.class, id)).map(KnownUser::name);
    }

    /** Returns the names of users, by id; leaves out unknown users. */
    public Map<String, String> names(Collection<String> ids) {
        Map<String, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            entities.createQuery("select u from KnownUser u where u.id in :ids", KnownUser.class)
                    .setParameter("ids", ids)
                    .getResultStream()
                    .map(KnownUser::name)
                    .forEach(name -> names.put(name.userId(), name.username()));
        }
        return names;
    }

    /**
     * Returns the user with this id and users with a word in their name that starts with {@code
     * text}, in the order of these words.
     */
    public List<UserName> search(String text, int limit) {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(text);
        ids.addAll(index.users(text, limit));
        Map<String, String> names = names(ids);
        return ids.stream()
                .flatMap(id -> Stream.ofNullable(names.get(id)).map(name -> new UserName(id, name)))
                .limit(limit)
                .toList();
    }
}
