package dev.parley.conversation;

import dev.parley.conversation.PageBudget.Permit;
import dev.parley.flow.Timers;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A number of permits, given in the order of the requests. Thread-safe; nothing blocks. */
final class PagePermits {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Timers timers;
    private final Object lock = new Object();
    private final ArrayDeque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private long free;

    /** Whether a thread is giving free permits to those who wait. */
    private boolean granting;

    PagePermits(long count, Timers timers) {
        this.free = count;
        this.timers = timers;
    }

    /**
     * Waits for a permit.
     *
     * @return completes on any thread; fails with UNAVAILABLE after five seconds
     */
    CompletionStage<Permit> acquire() {
        CompletableFuture<Void> granted = new CompletableFuture<>();
        synchronized (lock) {
            if (free > 0 && waiting.isEmpty()) {
                free--;
                granted = DONE;
            } else {
                waiting.add(granted);
            }
        }
        if (granted != DONE) {
            CompletableFuture<Void> late = granted;
            Future<?> deadline = timers.after(Database.PATIENCE, () -> refuse(late));
            late.whenComplete((go, failure) -> deadline.cancel(false));
        }
        return granted.thenApply(go -> permit(this::release));
    }

    private void refuse(CompletableFuture<Void> late) {
        synchronized (lock) {
            waiting.remove(late);
        }
        late.completeExceptionally(Database.unavailable());
    }

    /**
     * Gives the permit to the next waiting request. A request that cannot start to read releases
     * its permit at once, within {@code complete}. The loop that is running then grants it to the
     * next one, because a nested call for each request could overflow the stack.
     */
    private void release() {
        synchronized (lock) {
            free++;
            if (granting) {
                return;
            }
            granting = true;
        }
        try {
            for (CompletableFuture<Void> next = next(); next != null; next = next()) {
                if (!next.complete(null)) {
                    // One that was refused meanwhile does not take the place.
                    synchronized (lock) {
                        free++;
                    }
                }
            }
        } catch (Throwable e) {
            synchronized (lock) {
                granting = false;
            }
            throw e;
        }
    }

    /** Takes a permit for the next one who waits; null, which ends the loop, if there is none. */
    private @Nullable CompletableFuture<Void> next() {
        synchronized (lock) {
            if (free == 0 || waiting.isEmpty()) {
                granting = false;
                return null;
            }
            free--;
            return waiting.remove();
        }
    }

    /** Returns a permit whose first closing runs {@code end}. */
    static Permit permit(Runnable end) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                end.run();
            }
        };
    }
}
