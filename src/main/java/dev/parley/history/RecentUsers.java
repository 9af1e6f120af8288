package dev.parley.history;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users that this node has stored lately, so that a client that connects again, for example
 * from the next page of a portal, needs no transaction. If users are deleted from the database,
 * restart the nodes. Bounded; thread-safe.
 */
@ApplicationScoped
public class RecentUsers {

    /**
     * How long a stored user counts as recent. If another node stores a different name meanwhile,
     * connecting to this node with the old name does not overwrite it during this time.
     */
    static final Duration VALID = Duration.ofMinutes(10);

    static final int MOST = 10_000;

    private record Stored(String username, long at) {}

    private final LongSupplier clock;
    private final Map<String, Stored> users =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Stored> eldest) {
                    return size() > MOST;
                }
            };

    public RecentUsers() {
        this(System::nanoTime);
    }

    /**
     * @param clock in nanoseconds
     */
    RecentUsers(LongSupplier clock) {
        this.clock = clock;
    }

    /** Returns whether the user was stored under this name less than ten minutes ago. */
    public synchronized boolean contains(String id, String username) {
        @Nullable Stored stored = users.get(id);
        return stored != null
                && stored.username.equals(username)
                && clock.getAsLong() - stored.at < VALID.toNanos();
    }

    /** Records that a user was stored. Call it only after the transaction has committed. */
    public synchronized void add(String id, String username) {
        users.put(id, new Stored(username, clock.getAsLong()));
    }

    /**
     * Forgets a user whose name may have changed through the REST API, so that the next connection
     * stores the name from the token again.
     */
    public synchronized void remove(String id) {
        users.remove(id);
    }
}
