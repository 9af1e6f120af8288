package dev.parley.harness.run;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks that mostly wait, some of them at once, and fails with all that failed. */
public final class SideBySide {

    /** Something that may fail. */
    public interface Task {
        /** Does it. */
        void run() throws Exception;
    }

    private SideBySide() {}

    /** Runs all tasks, at most {@code parallel} at once. An interrupt ends those that still run. */
    public static void run(int parallel, List<Task> tasks) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            verdict(threads.invokeAll(tasks.stream().map(SideBySide::callable).toList()));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> callable(Task task) {
        return () -> {
            task.run();
            return null;
        };
    }

    private static void verdict(List<Future<Void>> done) throws InterruptedException {
        AssertionError failure = null;
        for (Future<Void> each : done) {
            try {
                each.get();
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = new AssertionError(e.getCause().getMessage(), e.getCause());
                } else {
                    failure.addSuppressed(e.getCause());
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
