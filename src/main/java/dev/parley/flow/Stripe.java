package dev.parley.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * Runs tasks one after the other. Thread-safe; what comes after the end of the node is dropped.
 * Tasks must not block.
 */
public final class Stripe implements Executor {

    private final ExecutorService thread;
    private volatile Thread running;

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

    /** Runs a task within the caller's own turn, if it has one here; otherwise in a later turn. */
    public void executeInTurn(Runnable task) {
        if (running == Thread.currentThread()) {
            task.run();
        } else {
            execute(task);
        }
    }
}
