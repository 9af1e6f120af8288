package dev.parley.history;

import java.util.function.Supplier;

/**
 * Lets one thread of this node at a time insert a row with a given key. Without it, two
 * simultaneous first connections of a user collide in the database, which logs an error before the
 * second finds the row. Other nodes may still collide; callers must retry. Thread-safe; must not be
 * nested.
 */
public final class KeyedLocks {

    private final Object[] locks = new Object[256];

    public KeyedLocks() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
    }

    /** Runs {@code work} while no other thread runs work with the same key. */
    public <T> T holding(String key, Supplier<T> work) {
        int hash = key.hashCode() * 0x9E3779B1;
        synchronized (locks[(hash >>> 16) % locks.length]) {
            return work.get();
        }
    }
}
