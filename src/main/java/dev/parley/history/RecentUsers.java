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

    /** Until then, a name that another node has stored meanwhile stays. */
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

    /** Notes that a user was stored, and that the transaction is committed. */
    public synchronized void add(String id, String username) {
        users.put(id, new Stored(username, clock.getAsLong()));
    }

    /** Notes that the user may get another name, which does not come from a token. */
    public synchronized void remove(String id) {
        users.remove(id);
    }
}
