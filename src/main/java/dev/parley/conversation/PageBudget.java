package dev.parley.conversation;

import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.hub.LocalSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Bounds the pages of messages that this node reads and encodes at once ({@code
 * parley.page.bytes-at-once}). Thread-safe; nothing blocks.
 *
 * <p>A socket gets one page at a time, and the next one only when at most half of its outbox is
 * full. Otherwise a client that rejoins many rooms at once would be closed as a slow consumer,
 * reconnect, and do the same again.
 *
 * <p>REST has half of the budget to itself: its clients hold their pages for as long as they read
 * them, and those of sockets must not wait for that.
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

    /** The pages of one user's REST requests at once. */
    private static final int MAX_OF_USER = 8;

    private Timers timers;
    private long fullOutbox;
    private PagePermits ofSockets;
    private PagePermits withoutConnection;

    /** The end of the latest page of each socket that has one, by socket. */
    private final Map<String, CompletableFuture<Void>> latest = new ConcurrentHashMap<>();

    private final Map<String, OfUser> ofUsers = new ConcurrentHashMap<>();

    private static final class OfUser {
        private final PagePermits permits;

        /** Those that wait or have a permit. Guarded by the map. */
        private int requests;

        private OfUser(Timers timers) {
            permits = new PagePermits(MAX_OF_USER, timers);
        }
    }

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
     * @param pages how many pages at once; at least one for sockets and one for REST
     * @param fullOutbox the bytes in an outbox above which a page waits
     */
    PageBudget(long pages, long fullOutbox, Timers timers) {
        this.fullOutbox = fullOutbox;
        this.timers = timers;
        long half = Math.max(1, pages / 2);
        withoutConnection = new PagePermits(half, timers);
        ofSockets = new PagePermits(Math.max(1, pages - half), timers);
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
                .thenCompose(space -> ofSockets.acquire())
                .handle(
                        (permit, failure) -> {
                            if (failure != null) {
                                end(socket, mine);
                                throw Database.unavailable();
                            }
                            return PagePermits.permit(
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
     * Reads a page once it may be read, and keeps the permit until {@code end} has returned.
     *
     * @param end receives the page or a failure, on any thread
     */
    <T> void answer(
            CompletionStage<Permit> right,
            Supplier<CompletionStage<T>> read,
            BiConsumer<T, Throwable> end) {
        answer(right, read, end, DONE);
    }

    /**
     * The same; the permit is kept until {@code answered} has completed as well.
     *
     * @param answered completes when the client has read the answer, or will not read it
     */
    <T> void answer(
            CompletionStage<Permit> right,
            Supplier<CompletionStage<T>> read,
            BiConsumer<T, Throwable> end,
            CompletionStage<Void> answered) {
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
                                            answered.whenComplete((done, lost) -> permit.close());
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

    /**
     * Waits for the right to read a page for a user without a connection. The permit is kept until
     * the client has read the page, which may take long: a user has at most {@value #MAX_OF_USER}.
     *
     * @return completes on any thread; fails with UNAVAILABLE if the user or the node is too busy
     */
    CompletionStage<Permit> acquire(String userId) {
        OfUser mine =
                ofUsers.compute(
                        userId,
                        (id, present) -> {
                            OfUser user = present == null ? new OfUser(timers) : present;
                            user.requests++;
                            return user;
                        });
        Permit registered = PagePermits.permit(() -> unregister(userId));
        return within(registered, mine.permits.acquire())
                .thenCompose(permit -> within(permit, withoutConnection.acquire()));
    }

    private void unregister(String userId) {
        ofUsers.computeIfPresent(userId, (id, user) -> --user.requests == 0 ? null : user);
    }

    /** Returns a permit that also closes {@code outer}, which is closed as well on a failure. */
    private static CompletionStage<Permit> within(Permit outer, CompletionStage<Permit> inner) {
        return inner.handle(
                (permit, failure) -> {
                    if (failure != null) {
                        outer.close();
                        throw Database.unavailable();
                    }
                    return PagePermits.permit(
                            () -> {
                                permit.close();
                                outer.close();
                            });
                });
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
