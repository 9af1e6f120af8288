package dev.parley.history;

import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the rooms and users searchable that an older version stored: all of them after an upgrade,
 * and those that older nodes store during a rolling upgrade. Works in small transactions, because
 * the words of a room lock its row. Thread-safe.
 */
@ApplicationScoped
public class SearchFiller {

    private static final Logger LOG = Logger.getLogger(SearchFiller.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 50;

    @Inject private SearchIndex index;
    @Inject private Transactions transactions;
    @Inject private ThreadPools threads;

    /** Starts filling; called once, at start-up. */
    public void start() {
        ExecutorService own = threads.open(1);
        own.execute(() -> run(own));
    }

    private void run(ExecutorService own) {
        try {
            long filled = 0;
            for (SearchIndex.Kind kind : SearchIndex.Kind.values()) {
                filled += fill(kind);
            }
            if (filled > 0) {
                LOG.log(Level.INFO, "Made {0} rooms and users searchable", filled);
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "Rooms and users could not be made searchable for now", e);
        } finally {
            threads.timers().after(PAUSE, () -> again(own));
        }
    }

    private void again(ExecutorService own) {
        try {
            own.execute(() -> run(own));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.FINE, "The node is shutting down", e);
        }
    }

    /** Fills until nothing is left or the node stops. */
    private long fill(SearchIndex.Kind kind) {
        long filled = 0;
        int some;
        do {
            some = transactions.callOrAgain(() -> index.fill(kind, AT_ONCE));
            filled += some;
        } while (some == AT_ONCE && !Thread.currentThread().isInterrupted());
        return filled;
    }
}
