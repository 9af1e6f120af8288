package dev.parley.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Commits the drafts of its share of the rooms, in batches, on one thread. What waits while a
 * commit is under way makes the next batch, so batches grow with the load and cost no delay.
 *
 * <p>{@link #offer} is thread-safe and never blocks. A batch that fails is rolled back and tried
 * one by one, so that a poisonous one fails alone; unless the database is away, since each one
 * would wait for it anew. Then all that waits fails with it, and what has waited too long fails
 * untried: senders come again by themselves, and had better do so than wait for minutes.
 */
final class Lane implements Runnable {

    /** A draft and who waits for it. */
    private static final class Entry {
        final Draft draft;
        private final AppendListener listener;
        private final long since;
        private final AtomicBoolean told = new AtomicBoolean();

        /**
         * @param since the time at which it came
         */
        Entry(Draft draft, AppendListener listener, long since) {
            this.draft = draft;
            this.listener = listener;
            this.since = since;
        }

        /** Also told to who has been told that nobody knows: the room has to hear it. */
        void end(AppendResult result) {
            told.set(true);
            listener.onResult(result);
        }

        void fail(RuntimeException failure) {
            if (told.compareAndSet(false, true)) {
                listener.onFailure(failure);
            }
        }
    }

    /**
     * How a batch is tried.
     *
     * @param again whether it may be tried once more if its commit was lost
     * @param patience how long to wait for each room that somebody else has locked
     */
    private record Attempt(boolean again, Duration patience) {

        static final Attempt FIRST = new Attempt(true, PATIENCE);

        Attempt patient() {
            return new Attempt(again, PATIENCE);
        }

        /** For those who have waited in vain already. */
        Attempt hasty() {
            return new Attempt(again, HASTE);
        }

        Attempt last() {
            return new Attempt(false, HASTE);
        }
    }

    private static final Logger LOG = Logger.getLogger(Lane.class.getName());
    private static final int CAPACITY = 4_096;
    private static final int MAX_BATCH = 128;
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration HASTE = Duration.ofMillis(100);

    private final Transactions transactions;
    private final BatchStore store;
    private final LongSupplier clock;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private volatile List<Entry> underWay = List.of();
    private volatile boolean stopping;

    Lane(Transactions transactions, BatchStore store, LongSupplier clock) {
        this.transactions = transactions;
        this.store = store;
        this.clock = clock;
    }

    /** Takes a draft, unless too many wait. */
    boolean offer(Draft draft, AppendListener listener) {
        return !stopping && queue.offer(new Entry(draft, listener, clock.getAsLong()));
    }

    /**
     * Fails what has waited too long: the batch that hangs, whose outcome is unknown for now, and
     * what waits behind it. Thread-safe.
     */
    void expire() {
        List<Entry> hanging =
                underWay.stream().filter(entry -> isLate(entry) && !entry.told.get()).toList();
        if (!hanging.isEmpty()) {
            LOG.log(Level.WARNING, "A commit hangs; {0} senders are told so", hanging.size());
            fail(hanging, new OutcomeUnknownException("The commit hangs", null));
        }
        List<Entry> late = new ArrayList<>();
        Entry first = queue.peek();
        while (first != null && isLate(first)) {
            // Otherwise the lane has just taken it.
            if (queue.remove(first)) {
                late.add(first);
            }
            first = queue.peek();
        }
        failLate(late);
    }

    private boolean isLate(Entry entry) {
        return clock.getAsLong() - entry.since > MAX_WAIT_NANOS;
    }

    private static void failLate(List<Entry> late) {
        if (!late.isEmpty()) {
            LOG.log(Level.WARNING, "{0} drafts have waited too long", late.size());
            fail(late, new StoreUnavailableException("It has waited too long", null));
        }
    }

    /** Commits what waits, then ends. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        List<Entry> batch = new ArrayList<>(MAX_BATCH);
        try {
            while (true) {
                Entry first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MAX_BATCH - 1);
                    underWay = List.copyOf(batch);
                    if (!commit(batch, Attempt.FIRST)) {
                        failAllThatWait("The database is away");
                    }
                    underWay = List.of();
                    batch.clear();
                } else if (stopping) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopping = true;
            fail(batch, new StoreUnavailableException("The node is going down", null));
            failAllThatWait("The node is going down");
        }
    }

    private void failAllThatWait(String reason) {
        List<Entry> left = new ArrayList<>();
        queue.drainTo(left);
        fail(left, new StoreUnavailableException(reason, null));
    }

    /**
     * @return false if the database is away
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
            // This batch is lost, but the rooms of this lane are not.
            LOG.log(Level.SEVERE, "A batch failed with an error", e);
            fail(batch, new OutcomeUnknownException("The batch failed with an error", e));
            return true;
        } catch (OutcomeUnknownException e) {
            return settle(batch, e, attempt.patient());
        } catch (RoomLockedException e) {
            LOG.log(Level.WARNING, "Nothing is stored in a room: {0}", e.getMessage());
            LOG.log(Level.FINE, "Because of", e);
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

    /** Nothing of the batch is stored. */
    private boolean giveUp(List<Entry> batch, RuntimeException failure, Attempt attempt) {
        Trouble trouble = Trouble.of(failure);
        if (batch.size() > 1 && trouble != Trouble.DATABASE) {
            LOG.log(Level.FINE, "A batch failed; its drafts are tried one by one", failure);
            return commitOneByOne(batch, attempt.hasty());
        }
        // Without its trace: while a database is away, this comes with every message.
        LOG.log(Level.WARNING, "{0} drafts could not be stored: {1}", told(batch, failure));
        LOG.log(Level.FINE, "Because of", failure);
        boolean poisonous = trouble == Trouble.DATA || trouble == Trouble.CONSTRAINT;
        fail(
                batch,
                poisonous
                        ? new UnstorableException(Trouble.told(failure))
                        : new StoreUnavailableException("Nothing was stored", failure));
        return trouble != Trouble.DATABASE;
    }

    /** Each in a commit of its own; what was not tried when the database is away is not stored. */
    private boolean commitOneByOne(List<Entry> batch, Attempt attempt) {
        for (int i = 0; i < batch.size(); i++) {
            if (!commit(List.of(batch.get(i)), attempt)) {
                List<Entry> untried = batch.subList(i + 1, batch.size());
                fail(untried, new StoreUnavailableException("The database is away", null));
                return false;
            }
        }
        return true;
    }

    /** Those that have not waited too long; the others are told. */
    private List<Entry> inTime(List<Entry> entries) {
        Map<Boolean, List<Entry>> byTime =
                entries.stream().collect(Collectors.partitioningBy(this::isLate));
        failLate(byTime.get(true));
        return byTime.get(false);
    }

    /** Those of other rooms than the one that is locked; whoever wrote to that is told. */
    private static List<Entry> others(
            List<Entry> batch, RoomLockedException locked, RuntimeException told) {
        Map<Boolean, List<Entry>> byRoom =
                batch.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        e -> e.draft.roomId().equals(locked.roomId())));
        fail(byRoom.get(true), told);
        return byRoom.get(false);
    }

    private static Object[] told(List<Entry> batch, RuntimeException failure) {
        return new Object[] {batch.size(), Trouble.told(failure)};
    }

    /**
     * The connection was lost while a commit was under way: looks whether it took place.
     *
     * @return false if the database is away
     */
    private boolean settle(List<Entry> batch, OutcomeUnknownException failure, Attempt attempt) {
        LOG.log(
                Level.WARNING,
                "A commit failed; its outcome is looked up: {0}",
                Trouble.told(failure));
        LOG.log(Level.FINE, "It failed because of", failure);
        Map<String, AppendResult> committed;
        try {
            List<Draft> drafts = batch.stream().map(entry -> entry.draft).toList();
            committed = transactions.call(() -> store.committed(drafts, attempt.patience()));
        } catch (RoomLockedException e) {
            // Perhaps by that commit, which may still take place.
            failure.addSuppressed(e);
            List<Entry> others = others(batch, e, failure);
            return others.isEmpty() || settle(others, failure, attempt.hasty());
        } catch (Error e) {
            LOG.log(Level.SEVERE, "A look-up failed with an error", e);
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
