package dev.parley.conversation;

import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the pages of messages that this node reads and encodes at once ({@code
 * parley.page.bytes-at-once}). Thread-safe; nothing blocks.
 *
 * <p>A socket gets one page at a time, and the next one only when at most half of its outbox is
 * full. Otherwise a client that rejoins many rooms at once would be closed as a slow consumer,
 * reconnect, and do the same again.
 */
@ApplicationScoped
public class PageBudget {

    /** The right to read and answer one page, until it is closed. Closing again has no effect. */
    public interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    /** How often a full outbox is looked at again. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Timers timers;
    private long fullOutbox;

    /** The end of the latest page of each socket that has one, by socket. */
    private final Map<String, CompletableFuture<Void>> latest = new ConcurrentHashMap<>();

    private final Object lock = new Object();
    private final ArrayDeque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private long free;

    /** Whether a thread is giving free permits to those who wait. */
    private boolean granting;

    protected PageBudget() {
        // For the container's proxy.
    }

    @Inject
    public PageBudget(Settings settings, ThreadPools threads) {
        this(
                settings.history().bytesAtOnce() / settings.history().pageBytes(),
                settings.outbox().bytes() / 2,
                threads.timers());
    }

    /**
     * @param pages how many pages at once; at least one
     * @param fullOutbox the bytes in an outbox above which a page waits
     */
    PageBudget(long pages, long fullOutbox, Timers timers) {
        this.free = Math.max(1, pages);
        this.fullOutbox = fullOutbox;
        this.timers = timers;
    }

    /**
     * Waits for the right to send a page to a socket.
     *
     * @return completes on any thread; fails with UNAVAILABLE if the client does not read, or the
     *     node is too busy, for five seconds
     */
    public CompletionStage<Permit> acquire(LocalSocket socket) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> before = latest.put(socket.id(), mine);
        return (before == null ? DONE : before)
                .thenCompose(turn -> space(socket))
                .thenCompose(space -> acquire())
                .handle(
                        (permit, failure) -> {
                            if (failure != null) {
                                end(socket, mine);
                                throw Database.unavailable();
                            }
                            return permit(
                                    () -> {
                                        permit.close();
                                        end(socket, mine);
                                    });
                        });
    }

    private void end(LocalSocket socket, CompletableFuture<Void> mine) {
        latest.remove(socket.id(), mine);
        mine.complete(null);
    }

    /**
     * Reads a page once it may be read, and keeps the permit until the client has been answered.
     *
     * @param end receives the page or a failure, on any thread
     */
    <T> void answer(
            CompletionStage<Permit> right,
            Supplier<CompletionStage<T>> read,
            BiConsumer<T, Throwable> end) {
        right.whenComplete(
                (permit, refusal) -> {
                    if (refusal != null) {
                        end.accept(null, refusal);
                        return;
                    }
                    started(read)
                            .whenComplete(
                                    (page, failure) -> {
                                        try {
                                            end.accept(page, failure);
                                        } finally {
                                            permit.close();
                                        }
                                    });
                });
    }

    private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> read) {
        try {
            return read.get();
        } catch (RuntimeException | Error e) {
            // Else the permit would be lost.
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for the right to read a page for a client without a connection. */
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

    private static Permit permit(Runnable end) {
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                end.run();
            }
        };
    }

    private CompletionStage<Void> space(LocalSocket socket) {
        if (socket.pendingBytes() <= fullOutbox) {
            return DONE;
        }
        CompletableFuture<Void> space = new CompletableFuture<>();
        lookAgain(socket, space, Database.PATIENCE.dividedBy(PAUSE));
        return space;
    }

    private void lookAgain(LocalSocket socket, CompletableFuture<Void> space, long tries) {
        if (socket.pendingBytes() <= fullOutbox) {
            space.complete(null);
        } else if (tries == 0 || !socket.isConnected()) {
            space.completeExceptionally(Database.unavailable());
        } else {
            timers.after(PAUSE, () -> lookAgain(socket, space, tries - 1));
        }
    }
}
