package dev.parley.flow;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;

/**
 * A thread pool that logs failed tasks, whatever they throw: its threads survive. Thread-safe.
 *
 * <p>Idle threads end, except in a pool of one thread: its tasks must not depend on whether the
 * process can start one more thread.
 */
final class Pool extends ThreadPoolExecutor implements Watchdog.Worker {

    private static final Logger LOG = Logger.getLogger(Pool.class.getName());
    private static final long IDLE_SECONDS = 30;

    private final AtomicLong unfinished = new AtomicLong();

    Pool(
            int size,
            BlockingQueue<Runnable> queue,
            ThreadFactory threads,
            RejectedExecutionHandler afterwards) {
        super(size, size, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads);
        setRejectedExecutionHandler(
                (task, pool) -> {
                    unfinished.decrementAndGet();
                    afterwards.rejectedExecution(task, pool);
                });
        if (size > 1) {
            allowCoreThreadTimeOut(true);
        } else {
            prestartAllCoreThreads();
        }
    }

    /** Returns whether all tasks have completed. */
    boolean isIdle() {
        return unfinished.get() == 0;
    }

    @Override
    public void execute(Runnable task) {
        Runnable guarded = () -> Guarded.run(LOG, "A task ended with an error", task);
        unfinished.incrementAndGet();
        try {
            super.execute(guarded);
        } catch (RejectedExecutionException e) {
            // It was counted off before.
            throw e;
        } catch (RuntimeException | Error e) {
            // The process cannot start another thread; those that run take the task later.
            if (getPoolSize() > 0 && !isShutdown() && getQueue().offer(guarded)) {
                return;
            }
            unfinished.decrementAndGet();
            throw e;
        }
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        unfinished.decrementAndGet();
    }

    @Override
    public long done() {
        return getCompletedTaskCount();
    }

    @Override
    public boolean isBusy() {
        return !isIdle();
    }
}
