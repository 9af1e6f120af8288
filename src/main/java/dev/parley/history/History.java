package dev.parley.history;

import dev.parley.flow.Guarded;
import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.logging.Logger;

/** Appends to the rooms' streams: distributes drafts to the lanes that commit them. Thread-safe. */
@ApplicationScoped
public class History {

    private static final int LANES = 2;
    private static final Duration LATE_ONES = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(History.class.getName());

    @Inject private ThreadPools threads;
    @Inject private Transactions transactions;
    @Inject private BatchStore store;

    private final List<Lane> lanes = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();

    /** Starts the lanes; called once, before any append. */
    public void start() {
        transactions.call(
                () -> {
                    store.prepare();
                    return null;
                });
        for (int i = 0; i < LANES; i++) {
            Lane lane = new Lane(transactions, store, System::nanoTime);
            lanes.add(lane);
            threads.watchdog().watch("lane " + (i + 1), lane.rounds());
            Thread worker = threads.dedicated(lane);
            workers.add(worker);
            worker.start();
        }
        threads.timers().every(LATE_ONES, this::expireLateDrafts);
    }

    /** The lanes cannot do so while the database hangs. */
    private void expireLateDrafts() {
        lanes.forEach(lane -> Guarded.run(LOG, "Late drafts could not be failed", lane::expire));
    }

    /**
     * Stores a draft. Never blocks. The listener is called on the room's stripe after the commit,
     * for the drafts of a room in the order of their {@code rev}.
     */
    public void append(Draft draft, AppendListener listener) {
        Executor stripe = threads.stripes().of(draft.roomId());
        AppendListener onStripe = new OnStripe(stripe, listener);
        Lane lane = lanes.get(Math.floorMod(draft.roomId().hashCode(), lanes.size()));
        if (!lane.offer(draft, onStripe)) {
            onStripe.onFailure(new StoreUnavailableException("Too many drafts are waiting"));
        }
    }

    private record OnStripe(Executor stripe, AppendListener listener) implements AppendListener {
        @Override
        public void onResult(AppendResult result) {
            stripe.execute(() -> listener.onResult(result));
        }

        @Override
        public void onFailure(RuntimeException failure) {
            stripe.execute(() -> listener.onFailure(failure));
        }
    }

    /** Commits the waiting drafts, and stops the lanes within {@code patience}. */
    public void stop(Duration patience) {
        lanes.forEach(Lane::stop);
        long deadline = System.nanoTime() + patience.toNanos();
        for (Thread worker : workers) {
            try {
                worker.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                worker.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
