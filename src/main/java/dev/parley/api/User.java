package dev.parley.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user as a verified token describes them. Immutable.
 *
 * @param id the subject of the token: opaque, 1 to 128 characters
 * @param name for display: 1 to 64 code points without control characters; neither unique nor
 *     trustworthy
 * @param groups the roles in the token
 * @param issuedAt when the token was issued; {@link Instant#EPOCH} if it does not say, so that it
 *     counts as older than any revocation
 * @param expiresAt when the token expires; null for anonymous users
 * @param anonymous whether there is no token
 */
public record User(
        String id,
        String name,
        Set<String> groups,
        Instant issuedAt,
        @Nullable Instant expiresAt,
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
