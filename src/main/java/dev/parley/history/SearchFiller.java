package dev.parley.history;

import dev.parley.flow.Guarded;
import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rooms and users searchable that an older version stored: all of them after an upgrade,
 * and those that older nodes store during a rolling upgrade. Works in small transactions, because
 * the words of a room lock its row. Skips a row that fails, so that the rows after it become
 * searchable. Thread-safe.
 */
@ApplicationScoped
public class SearchFiller {

    private static final Logger LOG = Logger.getLogger(SearchFiller.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 50;

    /** How many failed rows are remembered; further ones are tried again every minute. */
    private static final int MOST_FAILED = 1_000;

    @Inject private SearchIndex index;
    @Inject private Transactions transactions;
    @Inject private ThreadPools threads;

    /** The rows that failed since the start. Used only by the thread that fills. */
    private final Map<SearchIndex.Kind, Set<String>> failed = new EnumMap<>(SearchIndex.Kind.class);

    protected SearchFiller() {
        // For the container.
    }

    SearchFiller(SearchIndex index, Transactions transactions) {
        this.index = index;
        this.transactions = transactions;
    }

    /** Starts filling; called once, at start-up. */
    public void start() {
        ExecutorService own = threads.open(1);
        own.execute(() -> run(own));
    }

    private void run(ExecutorService own) {
        try {
            fill();
        } finally {
            threads.timers().after(PAUSE, () -> again(own));
        }
    }

    /** Tries all rows once. Never throws; logs at most one WARNING for each kind. */
    void fill() {
        long filled = 0;
        for (SearchIndex.Kind kind : SearchIndex.Kind.values()) {
            try {
                filled += fill(kind);
            } catch (RuntimeException | Error e) {
                // Outage reports a database that does not respond.
                boolean isKnown =
                        e instanceof RuntimeException failure
                                && Trouble.of(failure) == Trouble.DATABASE;
                Guarded.report(
                        LOG,
                        isKnown ? Level.FINE : Level.WARNING,
                        "Rooms or users could not be made searchable; trying again in a minute",
                        e);
            }
        }
        if (filled > 0) {
            LOG.log(Level.INFO, "Made {0} rooms and users searchable", filled);
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
        Failures failures = new Failures(kind);
        long filled = 0;
        String after = "";
        List<String> found;
        do {
            String last = after;
            found = transactions.call(() -> index.unwritten(kind, last, AT_ONCE));
            if (!found.isEmpty()) {
                after = found.get(found.size() - 1);
                filled += write(kind, failures.without(found), failures);
            }
        } while (found.size() == AT_ONCE && !Thread.currentThread().isInterrupted());
        failures.report();
        return filled;
    }

    private int write(SearchIndex.Kind kind, List<String> ids, Failures failures) {
        if (ids.isEmpty()) {
            return 0;
        }
        try {
            return transactions.callOrAgain(() -> index.write(kind, ids));
        } catch (RuntimeException e) {
            if (Trouble.of(e) == Trouble.DATABASE) {
                throw e;
            }
            if (ids.size() == 1) {
                failures.add(ids.get(0), e);
                return 0;
            }
            // Finds the row that fails, so that the others are written.
            return ids.stream().mapToInt(id -> write(kind, List.of(id), failures)).sum();
        }
    }

    /** Collects the failures of one round for one log line. */
    private final class Failures {
        private final Set<String> known;
        private int count;
        private String first = "";
        private @Nullable RuntimeException cause;

        Failures(SearchIndex.Kind kind) {
            known = failed.computeIfAbsent(kind, any -> new HashSet<>());
        }

        List<String> without(List<String> ids) {
            return ids.stream().filter(id -> !known.contains(id)).toList();
        }

        void add(String id, RuntimeException e) {
            if (known.size() < MOST_FAILED) {
                known.add(id);
            }
            if (count++ == 0) {
                first = id;
                cause = e;
            }
        }

        void report() {
            RuntimeException e = cause;
            if (e != null) {
                LOG.log(
                        Level.WARNING,
                        "{0} rooms or users could not be made searchable. The first is {1}: {2}."
                                + " Parley tries them again after a restart",
                        new Object[] {count, first, Trouble.told(e)});
            }
        }
    }
}
