package dev.parley.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * Runs the work of one key, a room say, one after the other, and that of different keys side by
 * side. Thread-safe; nothing that runs on a stripe may block.
 */
public final class Stripes {

    private final List<ExecutorService> stripes;

    Stripes(List<ExecutorService> stripes) {
        this.stripes = new ArrayList<>(stripes);
    }

    /** The stripe of a key; always the same one for the same key. */
    public Executor of(String key) {
        // Spreads the hash: ids often differ only in their last characters.
        int hash = key.hashCode() * 0x9E3779B1;
        return stripes.get((hash >>> 16) % stripes.size());
    }

    List<ExecutorService> executors() {
        return stripes;
    }
}
