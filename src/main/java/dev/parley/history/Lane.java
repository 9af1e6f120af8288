package dev.parley.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Commits the drafts of its share of the rooms, in batches, on one thread. What waits while a
 * commit is under way makes the next batch, so batches grow with the load and cost no delay.
 *
 * <p>{@link #offer} is thread-safe and never blocks. A batch that fails is rolled back and tried
 * one by one, so that a poisonous one fails alone; unless the database is away, since each one
 * would wait for it anew.
 */
final class Lane implements Runnable {

    /** A draft and who waits for it. */
    record Entry(Draft draft, AppendListener listener) {}

    private static final Logger LOG = Logger.getLogger(Lane.class.getName());
    private static final int CAPACITY = 4_096;
    private static final int MAX_BATCH = 128;

    private final Transactions transactions;
    private final BatchStore store;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean stopping;

    Lane(Transactions transactions, BatchStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    /** Takes a draft, unless too many wait. */
    boolean offer(Entry entry) {
        return !stopping && queue.offer(entry);
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
                    commit(batch, true);
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
            failAllThatWait();
        }
    }

    private void failAllThatWait() {
        List<Entry> left = new ArrayList<>();
        queue.drainTo(left);
        fail(left, new StoreUnavailableException("The node is going down", null));
    }

    /**
     * @param again whether a commit that was lost may be tried once more
     */
    private void commit(List<Entry> batch, boolean again) {
        List<AppendResult> results;
        try {
            List<Draft> drafts = batch.stream().map(Entry::draft).toList();
            results = transactions.call(() -> store.write(drafts));
        } catch (Error e) {
            // This batch is lost, but the rooms of this lane are not.
            LOG.log(Level.SEVERE, "A batch failed with an error", e);
            fail(batch, new OutcomeUnknownException("The batch failed with an error", e));
            return;
        } catch (OutcomeUnknownException e) {
            settle(batch, e, again);
            return;
        } catch (RuntimeException e) {
            if (batch.size() > 1 && Poison.mayHaveCaused(e)) {
                LOG.log(Level.FINE, "A batch failed; its drafts are tried one by one", e);
                batch.forEach(entry -> commit(List.of(entry), again));
            } else {
                // Without its trace: while a database is away, this comes with every message.
                LOG.log(Level.WARNING, "{0} drafts could not be stored: {1}", told(batch, e));
                LOG.log(Level.FINE, "Because of", e);
                fail(batch, new StoreUnavailableException("Nothing was stored", e));
            }
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            batch.get(i).listener().onResult(results.get(i));
        }
    }

    private static Object[] told(List<Entry> batch, RuntimeException failure) {
        return new Object[] {batch.size(), failure.toString()};
    }

    /** The connection was lost while a commit was under way: looks whether it took place. */
    private void settle(List<Entry> batch, OutcomeUnknownException failure, boolean again) {
        LOG.log(
                Level.WARNING,
                "A commit failed; its outcome is looked up: {0}",
                String.valueOf(failure.getCause()));
        LOG.log(Level.FINE, "It failed because of", failure);
        Map<String, AppendResult> committed;
        try {
            List<Draft> drafts = batch.stream().map(Entry::draft).toList();
            committed = transactions.call(() -> store.committed(drafts));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            fail(batch, failure);
            return;
        }
        for (Entry entry : batch) {
            AppendResult result = committed.get(entry.draft().id());
            if (result != null) {
                entry.listener().onResult(result);
            } else if (again) {
                commit(List.of(entry), false);
            } else {
                fail(List.of(entry), new StoreUnavailableException("Nothing was stored", failure));
            }
        }
    }

    private static void fail(List<Entry> entries, RuntimeException failure) {
        entries.forEach(entry -> entry.listener().onFailure(failure));
    }
}
