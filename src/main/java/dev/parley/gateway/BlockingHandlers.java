package dev.parley.gateway;

import dev.parley.config.Settings;
import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs blocking handlers on container threads: those of one socket one after the other, in the
 * order of their arrival. The numbers of running and waiting handlers are limited. Thread-safe.
 */
@ApplicationScoped
public class BlockingHandlers {

    private Executor pool;
    private Executor scope;
    private int most;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Map<String, Queue<Runnable>> lines = new ConcurrentHashMap<>();

    protected BlockingHandlers() {
        // For the container's proxy.
    }

    @Inject
    public BlockingHandlers(ThreadPools threads, RequestScope scope, Settings settings) {
        this(
                threads.open(settings.handlers().threads()),
                scope::run,
                settings.handlers().threads() + settings.handlers().queue());
    }

    /**
     * @param scope runs a task on the calling thread with an active request scope
     * @param most the maximum number of running and waiting tasks
     */
    BlockingHandlers(Executor pool, Executor scope, int most) {
        this.pool = pool;
        this.scope = scope;
        this.most = most;
    }

    /**
     * Runs a task after the earlier ones of the same socket.
     *
     * @param task the task; must not throw
     * @throws RejectedExecutionException if too many tasks are waiting
     */
    void execute(String socketId, Runnable task) {
        if (accepted.incrementAndGet() > most) {
            accepted.decrementAndGet();
            throw new RejectedExecutionException("Too many events await a blocking handler");
        }
        boolean[] first = new boolean[1];
        lines.compute(
                socketId,
                (id, known) -> {
                    Queue<Runnable> line = known == null ? new ArrayDeque<>() : known;
                    first[0] = known == null;
                    line.add(task);
                    return line;
                });
        if (first[0]) {
            start(socketId);
        }
    }

    private void start(String socketId) {
        try {
            pool.execute(() -> runNext(socketId));
        } catch (RuntimeException | Error e) {
            // The pool has stopped, or the machine has no thread left. Otherwise later tasks of the
            // socket would wait for this one forever.
            Queue<Runnable> dropped = lines.remove(socketId);
            accepted.addAndGet(dropped == null ? 0 : -dropped.size());
            throw e;
        }
    }

    private void runNext(String socketId) {
        Runnable[] next = new Runnable[1];
        lines.computeIfPresent(
                socketId,
                (id, line) -> {
                    next[0] = line.peek();
                    return line;
                });
        if (next[0] == null) {
            // The line was dropped.
            return;
        }
        try {
            scope.execute(next[0]);
        } finally {
            accepted.decrementAndGet();
            boolean more =
                    lines.computeIfPresent(
                                    socketId,
                                    (id, line) -> {
                                        line.poll();
                                        return line.isEmpty() ? null : line;
                                    })
                            != null;
            if (more) {
                // Queue for a thread again, so that a socket with many tasks does not occupy one.
                start(socketId);
            }
        }
    }

    /** Returns the number of sockets with tasks. */
    int size() {
        return lines.size();
    }
}
