package dev.parley.history;

import dev.parley.flow.Guarded;
import dev.parley.flow.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Commits the drafts of its share of the rooms, in batches, on one thread. Drafts that arrive
 * during a commit form the next batch, so batches grow with the load without adding delay.
 *
 * <p>{@link #offer} is thread-safe and never blocks. A failed batch is rolled back and its drafts
 * are retried one by one, so that a bad draft fails alone. If the database is unavailable, each
 * retry would only wait again: the batch and all waiting drafts fail instead. Drafts that have
 * waited too long fail without a try. Clients retry, which is better than waiting for minutes.
 */
final class Lane implements Runnable {

    /** A draft and its listener. */
    private static final class Entry {
        final Draft draft;
        private final AppendListener listener;
        private final long since;
        private final AtomicBoolean told = new AtomicBoolean();

        /**
         * Creates an entry.
         *
         * @param since when the draft arrived, in nanoseconds
         */
        Entry(Draft draft, AppendListener listener, long since) {
            this.draft = draft;
            this.listener = listener;
            this.since = since;
        }

        /**
         * Called even after the sender received {@code outcome: unknown}: the room must still get
         * the event.
         */
        void end(AppendResult result) {
            told.set(true);
            Guarded.run(LOG, TELLING_FAILED, () -> listener.onResult(result));
        }

        void fail(RuntimeException failure) {
            if (told.compareAndSet(false, true)) {
                Guarded.run(LOG, TELLING_FAILED, () -> listener.onFailure(failure));
            }
        }
    }

    /**
     * How a batch is tried.
     *
     * @param again whether to retry if the commit was lost
     * @param patience how long to wait for each locked room
     */
    private record Attempt(boolean again, Duration patience) {

        static final Attempt FIRST = new Attempt(true, PATIENCE);

        Attempt patient() {
            return new Attempt(again, PATIENCE);
        }

        /** For drafts that have already waited in vain. */
        Attempt hasty() {
            return new Attempt(again, HASTE);
        }

        Attempt last() {
            return new Attempt(false, HASTE);
        }
    }

    private static final Logger LOG = Logger.getLogger(Lane.class.getName());
    private static final String TELLING_FAILED = "A sender could not be notified of its draft";
    private static final int CAPACITY = 4_096;
    private static final int MAX_BATCH = 128;
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long WARNING_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration HASTE = Duration.ofMillis(100);

    private final Transactions transactions;
    private final BatchStore store;
    private final LongSupplier clock;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private volatile List<Entry> underWay = List.of();
    private final Rounds rounds = Rounds.always();
    private volatile boolean stopping;

    /** When the lane last logged a warning, in nanoseconds. */
    private final AtomicLong warnedAt;

    Lane(Transactions transactions, BatchStore store, LongSupplier clock) {
        this.transactions = transactions;
        this.store = store;
        this.clock = clock;
        warnedAt = new AtomicLong(clock.getAsLong() - WARNING_PAUSE_NANOS);
    }

    /** Takes a draft; returns false if too many are waiting or the lane is stopping. */
    boolean offer(Draft draft, AppendListener listener) {
        return !stopping && queue.offer(new Entry(draft, listener, clock.getAsLong()));
    }

    /**
     * Fails drafts that have waited too long: a hanging batch, with an unknown outcome for now, and
     * the drafts behind it. Thread-safe.
     */
    void expire() {
        List<Entry> hanging =
                underWay.stream().filter(entry -> isLate(entry) && !entry.told.get()).toList();
        if (!hanging.isEmpty()) {
            LOG.log(rarely(), "A commit hangs; {0} senders are notified", hanging.size());
            fail(hanging, new OutcomeUnknownException("The commit hangs"));
        }
        List<Entry> late = new ArrayList<>();
        Entry first = queue.peek();
        while (first != null && isLate(first)) {
            // If it is gone, the lane has just taken it.
            if (queue.remove(first)) {
                late.add(first);
            }
            first = queue.peek();
        }
        failLate(late);
    }

    /**
     * Returns WARNING once a minute, otherwise FINE: while the database hangs, there is something
     * to say every second.
     */
    private Level rarely() {
        long now = clock.getAsLong();
        long last = warnedAt.get();
        boolean isDue = now - last >= WARNING_PAUSE_NANOS && warnedAt.compareAndSet(last, now);
        return isDue ? Level.WARNING : Level.FINE;
    }

    private boolean isLate(Entry entry) {
        return clock.getAsLong() - entry.since > MAX_WAIT_NANOS;
    }

    private void failLate(List<Entry> late) {
        if (!late.isEmpty()) {
            LOG.log(rarely(), "{0} drafts have waited too long", late.size());
            fail(late, new StoreUnavailableException("The draft has waited too long"));
        }
    }

    /** Commits the waiting drafts, then stops. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        List<Entry> batch = new ArrayList<>(MAX_BATCH);
        try {
            while (round(batch)) {
                rounds.turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopping = true;
            fail(batch, new StoreUnavailableException("The node is shutting down"));
            failAllThatWait("The node is shutting down");
        }
    }

    /**
     * Commits what waits. Whatever fails on the way costs one batch, but never the lane.
     *
     * @return false at the end
     */
    private boolean round(List<Entry> batch) throws InterruptedException {
        try {
            Entry first = queue.poll(100, TimeUnit.MILLISECONDS);
            if (first == null) {
                return !stopping;
            }
            batch.add(first);
            queue.drainTo(batch, MAX_BATCH - 1);
            underWay = List.copyOf(batch);
            if (!commit(batch, Attempt.FIRST)) {
                failAllThatWait("The database is unavailable");
            }
        } catch (RuntimeException | Error e) {
            Guarded.report(LOG, Level.SEVERE, "A batch failed; the lane goes on", e);
            fail(batch, new OutcomeUnknownException("The batch failed with an error", e));
        }
        underWay = List.of();
        batch.clear();
        return true;
    }

    /** For the watchdog. */
    Rounds rounds() {
        return rounds;
    }

    private void failAllThatWait(String reason) {
        List<Entry> left = new ArrayList<>();
        queue.drainTo(left);
        fail(left, new StoreUnavailableException(reason));
    }

    /**
     * Commits a batch.
     *
     * @return false if the database is unavailable
     */
    private boolean commit(List<Entry> entries, Attempt attempt) {
        List<Entry> batch = inTime(entries);
        if (batch.isEmpty()) {
            return true;
        }
        List<AppendResult> results;
        try {
            List<Draft> drafts = batch.stream().map(entry -> entry.draft).toList();
            results = transactions.call(() -> store.write(drafts, attempt.patience()));
        } catch (Error e) {
            // Only this batch is lost; the lane continues.
            LOG.log(Level.SEVERE, "A batch failed with an error", e);
            fail(batch, new OutcomeUnknownException("The batch failed with an error", e));
            return true;
        } catch (OutcomeUnknownException e) {
            return settle(batch, e, attempt.patient());
        } catch (RoomLockedException e) {
            LOG.log(rarely(), "Drafts of a locked room are not stored: {0}", e.getMessage());
            LOG.log(Level.FINE, "Cause", e);
            RuntimeException told = new StoreUnavailableException("The room is locked", e);
            return commit(others(batch, e, told), attempt.hasty());
        } catch (RuntimeException e) {
            return giveUp(batch, e, attempt);
        }
        for (int i = 0; i < results.size(); i++) {
            batch.get(i).end(results.get(i));
        }
        return true;
    }

    /** Handles a batch of which nothing is stored. */
    private boolean giveUp(List<Entry> batch, RuntimeException failure, Attempt attempt) {
        Trouble trouble = Trouble.of(failure);
        if (batch.size() > 1 && trouble != Trouble.DATABASE) {
            LOG.log(Level.FINE, "A batch failed; retrying its drafts one by one", failure);
            return commitOneByOne(batch, attempt.hasty());
        }
        // Transactions logs the beginning and the end of an outage.
        Level level = trouble == Trouble.DATABASE ? Level.FINE : Level.WARNING;
        LOG.log(level, "{0} drafts could not be stored: {1}", told(batch, failure));
        LOG.log(Level.FINE, "Cause", failure);
        boolean poisonous = trouble == Trouble.DATA || trouble == Trouble.CONSTRAINT;
        fail(
                batch,
                poisonous
                        ? new UnstorableException(Trouble.told(failure))
                        : new StoreUnavailableException("Nothing was stored", failure));
        return trouble != Trouble.DATABASE;
    }

    /** Commits each draft alone. If the database becomes unavailable, the remaining drafts fail. */
    private boolean commitOneByOne(List<Entry> batch, Attempt attempt) {
        for (int i = 0; i < batch.size(); i++) {
            if (!commit(List.of(batch.get(i)), attempt)) {
                List<Entry> untried = batch.subList(i + 1, batch.size());
                fail(untried, new StoreUnavailableException("The database is unavailable"));
                return false;
            }
        }
        return true;
    }

    /** Returns the drafts that have not waited too long, and fails the others. */
    private List<Entry> inTime(List<Entry> entries) {
        List<Entry> late = new ArrayList<>();
        List<Entry> inTime = new ArrayList<>();
        for (Entry entry : entries) {
            (isLate(entry) ? late : inTime).add(entry);
        }
        failLate(late);
        return inTime;
    }

    /** Returns the drafts of other rooms, and fails those of the locked room. */
    private static List<Entry> others(
            List<Entry> batch, RoomLockedException locked, RuntimeException told) {
        Predicate<Entry> isLocked = entry -> entry.draft.roomId().equals(locked.roomId());
        fail(batch.stream().filter(isLocked).toList(), told);
        return batch.stream().filter(isLocked.negate()).toList();
    }

    private static Object[] told(List<Entry> batch, RuntimeException failure) {
        return new Object[] {batch.size(), Trouble.told(failure)};
    }

    /**
     * Looks up whether a commit took place after its connection was lost.
     *
     * @return false if the database is unavailable
     */
    private boolean settle(List<Entry> batch, OutcomeUnknownException failure, Attempt attempt) {
        LOG.log(rarely(), "A commit failed; looking up its outcome: {0}", Trouble.told(failure));
        LOG.log(Level.FINE, "Cause", failure);
        Map<String, AppendResult> committed;
        try {
            List<Draft> drafts = batch.stream().map(entry -> entry.draft).toList();
            committed = transactions.call(() -> store.committed(drafts, attempt.patience()));
        } catch (RoomLockedException e) {
            // Perhaps locked by that commit, which may still take place.
            failure.addSuppressed(e);
            List<Entry> others = others(batch, e, failure);
            return others.isEmpty() || settle(others, failure, attempt.hasty());
        } catch (Error e) {
            LOG.log(Level.SEVERE, "Looking up a commit failed with an error", e);
            failure.addSuppressed(e);
            fail(batch, failure);
            return true;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            fail(batch, failure);
            return false;
        }
        List<Entry> lost = new ArrayList<>();
        for (Entry entry : batch) {
            AppendResult result = committed.get(entry.draft.id());
            if (result != null) {
                entry.end(result);
            } else {
                lost.add(entry);
            }
        }
        if (attempt.again()) {
            return commit(lost, attempt.last());
        }
        fail(lost, new StoreUnavailableException("Nothing was stored", failure));
        return true;
    }

    private static void fail(List<Entry> entries, RuntimeException failure) {
        entries.forEach(entry -> entry.fail(failure));
    }
}
