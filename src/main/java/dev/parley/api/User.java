package dev.parley.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who is connected, as a verified token says. Immutable, so usable from any thread.
 *
 * @param id the subject: opaque, 1 to 128 characters
 * @param name to be shown: 1 to 64 code points without control characters, neither unique nor
 *     trusted
 * @param groups the roles that the token names
 * @param issuedAt when the token was made; {@link Instant#EPOCH} where it does not say, so that it
 *     counts as older than any revocation
 * @param expiresAt when the token ends; null for anonymous users
 * @param anonymous whether there is no token at all
 */
public record User(
        String id,
        String name,
        Set<String> groups,
        Instant issuedAt,
        Instant expiresAt,
        boolean anonymous) {

    /** May do everything; includes every other role. */
    public static final String ADMIN = "admin";

    /** May act on users whose rank is lower. */
    public static final String MODERATOR = "moderator";

    /** Another server, acting on its own behalf; includes {@link #USER}. */
    public static final String SERVICE = "service";

    /** Everyone who has a token. */
    public static final String USER = "user";

    /** What the ids of anonymous users begin with, and those of nobody else. */
    public static final String ANONYMOUS_PREFIX = "anon-";

    /** Which roles a group includes, itself apart. */
    private static final Map<String, Set<String>> INCLUDED =
            Map.of(ADMIN, Set.of(MODERATOR, SERVICE, USER), SERVICE, Set.of(USER));

    public User {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        groups = Set.copyOf(groups);
        Objects.requireNonNull(issuedAt, "issuedAt");
        if (!anonymous) {
            Objects.requireNonNull(expiresAt, "expiresAt");
        }
    }

    /**
     * A client that came without a token.
     *
     * @param id what follows the {@link #ANONYMOUS_PREFIX}
     */
    public static User anonymous(String id) {
        String full = ANONYMOUS_PREFIX + id;
        return new User(full, full, Set.of(), Instant.now(), null, true);
    }

    /** Whether this user has a role, as a group of the token or included in one. */
    public boolean hasRole(String role) {
        return groups.contains(role)
                || groups.stream().anyMatch(g -> INCLUDED.getOrDefault(g, Set.of()).contains(role))
                || role.equals(USER) && !anonymous;
    }
}
