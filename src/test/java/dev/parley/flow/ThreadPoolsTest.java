package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cluster.PlainThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadPoolsTest {

    private final ThreadPools pools = new ThreadPools();

    @BeforeEach
    void start() {
        pools.threads = new PlainThreads();
        pools.start();
    }

    @AfterEach
    void stop() {
        pools.stop(Duration.ofSeconds(10));
    }

    /** As on Open Liberty, where a close waits until the connection is aborted. */
    @Test
    void abortsDoNotWaitForTheClosesThatTheyFree() throws Exception {
        int closes = 2_000;
        CountDownLatch aborted = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(closes);
        for (int i = 0; i < closes; i++) {
            pools.end(
                    () -> {
                        try {
                            aborted.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        closed.countDown();
                    });
        }
        pools.abort(aborted::countDown);
        assertTrue(closed.await(30, TimeUnit.SECONDS));
    }

    @Test
    void theWatchdogKnowsItsThreads() {
        assertEquals(Map.of(), pools.watchdog().stuck());
    }
}
