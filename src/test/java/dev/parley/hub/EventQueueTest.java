package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final EventQueue queue = new EventQueue();

    /** The events that were started, and how to end them. */
    private final Map<String, Runnable> started = new LinkedHashMap<>();

    private void submit(String name) {
        queue.submit(false, ended -> started.put(name, ended));
    }

    private void submitBarrier(String name) {
        queue.submit(true, ended -> started.put(name, ended));
    }

    private List<String> started() {
        return List.copyOf(started.keySet());
    }

    private void end(String name) {
        started.get(name).run();
    }

    @Test
    void eventsStartInTheirOrderWithoutWaiting() {
        submit("a");
        submit("b");
        submit("c");
        assertEquals(List.of("a", "b", "c"), started());
    }

    @Test
    void aBarrierWaitsForAllEarlierEvents() {
        submit("a");
        submit("b");
        submitBarrier("barrier");
        end("b");
        assertEquals(List.of("a", "b"), started());
        end("a");
        assertEquals(List.of("a", "b", "barrier"), started());
    }

    @Test
    void laterEventsWaitForABarrier() {
        submitBarrier("barrier");
        submit("a");
        submit("b");
        assertEquals(List.of("barrier"), started());
        end("barrier");
        assertEquals(List.of("barrier", "a", "b"), started());
    }

    @Test
    void laterEventsDoNotOvertakeABarrierThatWaits() {
        submit("a");
        submitBarrier("barrier");
        submit("b");
        assertEquals(List.of("a"), started());
    }

    @Test
    void barriersRunOneAfterTheOther() {
        submitBarrier("first");
        submitBarrier("second");
        assertEquals(List.of("first"), started());
        end("first");
        assertEquals(List.of("first", "second"), started());
    }

    @Test
    void anEventThatEndsTwiceCountsOnce() {
        submit("a");
        submit("b");
        submitBarrier("barrier");
        end("a");
        end("a");
        assertEquals(List.of("a", "b"), started());
    }

    @Test
    void aBarrierThatEndsTwiceDoesNotEndTheNextOne() {
        submitBarrier("first");
        submitBarrier("second");
        submit("a");
        end("first");
        end("first");
        assertEquals(List.of("first", "second"), started());
    }

    @Test
    void whatIsAddedRunsWithTheNextDrain() {
        queue.add(false, ended -> started.put("a", ended));
        assertEquals(List.of(), started());
        queue.drain();
        assertEquals(List.of("a"), started());
    }

    @Test
    void anEventThatIsSubmittedByAnEventStartsAfterThoseThatWait() {
        queue.add(
                false,
                ended -> {
                    started.put("outer", ended);
                    submit("inner");
                });
        queue.add(false, ended -> started.put("next", ended));
        queue.drain();
        assertEquals(List.of("outer", "next", "inner"), started());
    }

    @Test
    void eventsThatEndAtOnceDoNotFillTheStack() {
        AtomicInteger count = new AtomicInteger();
        submitBarrier("first");
        for (int i = 0; i < 100_000; i++) {
            queue.submit(
                    i % 2 == 0,
                    ended -> {
                        count.incrementAndGet();
                        ended.run();
                    });
        }
        end("first");
        assertEquals(100_000, count.get());
    }

    @Test
    void eventsThatEndOnAnotherThreadKeepTheOrder() throws Exception {
        int events = 10_000;
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(events);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < events; i++) {
                int event = i;
                queue.submit(
                        true,
                        ended -> {
                            order.add(event);
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            other.execute(
                                    () -> {
                                        running.decrementAndGet();
                                        ended.run();
                                        left.countDown();
                                    });
                        });
            }
            assertTrue(left.await(30, TimeUnit.SECONDS));
            assertEquals(IntStream.range(0, events).boxed().toList(), order);
            assertEquals(1, most.get());
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void anEventThatThrowsAnErrorDoesNotStopTheLaterOnes() {
        queue.submit(
                true,
                ended -> {
                    throw new StackOverflowError();
                });
        submit("a");
        assertEquals(List.of("a"), started());
    }
}
