package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.WarningsOf;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor.AbortPolicy;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PoolTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Pool.class);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean exhausted;
    private final Pool one = pool(1);
    private final Pool several = pool(4);

    private Pool pool(int size) {
        return new Pool(size, new LinkedBlockingQueue<>(), this::newThread, new AbortPolicy());
    }

    private Thread newThread(Runnable task) {
        if (exhausted) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        Thread thread = new Thread(task);
        threads.add(thread);
        return thread;
    }

    @AfterEach
    void stop() {
        one.shutdownNow();
        several.shutdownNow();
    }

    /** Waits until the tasks so far have ended. */
    private static void await(Pool pool) throws Exception {
        assertTrue(pool.submit(() -> true).get(10, TimeUnit.SECONDS));
    }

    @Test
    void aThreadSurvivesAnErrorOfItsTask() throws Exception {
        Error failure = new StackOverflowError();
        one.execute(
                () -> {
                    throw failure;
                });
        await(one);
        assertEquals(1, threads.size());
        LogRecord entry = warnings.records().get(0);
        assertSame(failure, entry.getThrown());
    }

    @Test
    void aSerialPoolNeedsNoNewThreadLater() throws Exception {
        exhausted = true;
        await(one);
        assertEquals(1, threads.size());
    }

    @Test
    void aPoolThatCanStartNoMoreThreadsRunsItsTasksOnThoseThatItHas() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        several.execute(
                () -> {
                    held.countDown();
                    try {
                        hold.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        held.await();
        exhausted = true;
        CountDownLatch done = new CountDownLatch(1);
        several.execute(done::countDown);
        assertTrue(several.isBusy());
        hold.countDown();
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(1, several.getPoolSize());
    }

    @Test
    void theWatchdogSeesWhetherTasksAreLeft() throws Exception {
        await(one);
        one.shutdown();
        assertTrue(one.awaitTermination(10, TimeUnit.SECONDS));
        assertFalse(one.isBusy());
        assertEquals(1, one.done());
    }
}
