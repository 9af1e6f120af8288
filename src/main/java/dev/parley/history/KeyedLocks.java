package dev.parley.history;

import java.util.function.Supplier;

/**
 * Lets one thread of this node at a time insert a row of one key. Without it two first connections
 * of one user collide in the database, which says so loudly in the log before the second one finds
 * the row. Other nodes may still collide; callers try again. Thread-safe; not to be nested.
 */
public final class KeyedLocks {

    private final Object[] locks = new Object[256];

    public KeyedLocks() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
    }

    /** Runs {@code work} while nobody else runs work of the same key. */
    public <T> T holding(String key, Supplier<T> work) {
        int hash = key.hashCode() * 0x9E3779B1;
        synchronized (locks[(hash >>> 16) % locks.length]) {
            return work.get();
        }
    }
}
