package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The users known to Parley. Requires a transaction around each call. */
@ApplicationScoped
public class UserStore {

    @PersistenceContext(unitName = "parley")
    private EntityManager entities;

    @Inject private Dialect dialect;

    /** Stores a user, or their new name. */
    public void remember(String id, String username, long now) {
        KnownUser known = entities.find(KnownUser.class, id);
        if (known == null) {
            insert(id, username, now);
        } else if (!known.username().equals(username)) {
            dialect.bound(entities);
            known.rename(username);
        }
    }

    /** Inserts a user; several first connections often do so at once. */
    private void insert(String id, String username, long now) {
        dialect.bound(entities);
        entities.createNativeQuery(
                        "INSERT INTO known_user (id, username, username_key, seen_at)"
                                + " VALUES (?, ?, ?, ?)"
                                + dialect.unlessThere())
                .setParameter(1, id)
                .setParameter(2, username)
                .setParameter(3, KnownUser.keyOf(username))
                .setParameter(4, now)
                .executeUpdate();
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

    /** Returns users whose name contains {@code text} or whose id equals it, ordered by name. */
    public List<UserName> search(String text, int limit) {
        return entities.createQuery(
                        "select u from KnownUser u where u.usernameKey like :pattern escape '!'"
                                + " or u.id = :id order by u.usernameKey, u.id",
                        KnownUser.class)
                .setParameter("pattern", Like.contains(text.toLowerCase(Locale.ROOT)))
                .setParameter("id", text)
                .setMaxResults(limit)
                .getResultStream()
                .map(KnownUser::name)
                .toList();
    }
}
