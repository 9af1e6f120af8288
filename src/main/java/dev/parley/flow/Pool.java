package dev.parley.flow;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A thread pool whose idle threads end, and that logs failed tasks. Thread-safe. */
final class Pool extends ThreadPoolExecutor {

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
        allowCoreThreadTimeOut(true);
    }

    /** Returns whether all tasks have completed. */
    boolean isIdle() {
        return unfinished.get() == 0;
    }

    @Override
    public void execute(Runnable task) {
        unfinished.incrementAndGet();
        try {
            super.execute(task);
        } catch (RejectedExecutionException e) {
            // It was counted off before.
            throw e;
        } catch (RuntimeException | Error e) {
            // There is no thread for it.
            unfinished.decrementAndGet();
            throw e;
        }
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        unfinished.decrementAndGet();
        if (failure != null) {
            LOG.log(Level.SEVERE, "A task ended with an error", failure);
        }
    }
}
