package dev.parley.flow;

import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Runs the tasks of one key, for example a room, one after the other, and those of different keys
 * in parallel. Thread-safe.
 */
public final class Stripes {

    private final List<Stripe> stripes;

    /**
     * @param threads each runs one task at a time
     */
    public Stripes(List<ExecutorService> threads) {
        this.stripes = threads.stream().map(Stripe::new).toList();
    }

    /** Returns the stripe of a key; always the same for the same key. */
    public Stripe of(String key) {
        // Spreads the hash: ids often differ only in their last characters.
        int hash = key.hashCode() * 0x9E3779B1;
        return stripes.get((hash >>> 16) % stripes.size());
    }
}
