package dev.parley.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other. Tasks must not block; after the node has stopped, they are
 * dropped. Thread-safe.
 */
public final class Stripe implements Executor {

    private final ExecutorService thread;
    private volatile @Nullable Thread running;

    /**
     * @param thread runs one task at a time
     */
    public Stripe(ExecutorService thread) {
        this.thread = thread;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(() -> run(task));
    }

    private void run(Runnable task) {
        running = Thread.currentThread();
        try {
            task.run();
        } finally {
            running = null;
        }
    }

    /** Runs a task at once if the caller runs on this stripe; otherwise queues it. */
    public void executeInTurn(Runnable task) {
        if (running == Thread.currentThread()) {
            task.run();
        } else {
            execute(task);
        }
    }
}
