package dev.parley.flow;

import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Runs the work of one key, a room say, one after the other, and that of different keys side by
 * side. Thread-safe.
 */
public final class Stripes {

    private final List<Stripe> stripes;

    /**
     * @param threads each runs one task at a time
     */
    public Stripes(List<ExecutorService> threads) {
        this.stripes = threads.stream().map(Stripe::new).toList();
    }

    /** The stripe of a key; always the same one for the same key. */
    public Stripe of(String key) {
        // Spreads the hash: ids often differ only in their last characters.
        int hash = key.hashCode() * 0x9E3779B1;
        return stripes.get((hash >>> 16) % stripes.size());
    }
}
