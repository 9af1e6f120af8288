package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.flow.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DirectPassesTest {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Long> passes = new ArrayList<>();
    private boolean stopped;
    private Runnable during = () -> {};
    private final ManualClock clock = new ManualClock();
    private final DirectPasses direct =
            new DirectPasses(
                    task -> {
                        if (stopped) {
                            throw new RejectedExecutionException("stopped");
                        }
                        waiting.add(task);
                    },
                    clock.timers(),
                    clock::instant,
                    since -> {
                        passes.add(since.getEpochSecond());
                        during.run();
                    });

    private void request(long second) {
        direct.request(Instant.ofEpochSecond(second));
    }

    private void run() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Test
    void requestsThatComeTogetherNeedOnePassThatGoesBackFarthest() {
        request(5);
        request(3);
        request(7);
        run();
        assertEquals(List.of(3L), passes);
    }

    @Test
    void aRequestDuringAPassIsDoneAfterIt() {
        request(5);
        during =
                () -> {
                    during = () -> {};
                    request(4);
                    request(6);
                    assertEquals(1, waiting.size());
                };
        run();
        assertEquals(List.of(5L, 4L), passes);
    }

    private void fail() {
        throw new OutOfMemoryError("of one large answer");
    }

    @Test
    void aPassThatFailsIsRepeatedAfterAPause() {
        during = this::fail;
        request(5);
        run();
        during = () -> {};
        clock.advance(DirectPasses.PAUSE.minusMillis(1));
        assertEquals(0, waiting.size());
        clock.advance(Duration.ofMillis(1));
        run();
        assertEquals(List.of(5L, 5L), passes);
        clock.advance(DirectPasses.PAUSE);
        assertEquals(0, waiting.size());
    }

    @Test
    void aPassThatGoesOnFailingEndsOnceItsMessagesAreTooOld() {
        during = this::fail;
        request(0);
        for (int i = 0; i < 1_000; i++) {
            run();
            clock.advance(DirectPasses.PAUSE);
        }
        assertEquals(0, clock.waiting());
        assertEquals(0, waiting.size());
        assertTrue(passes.size() > 1, "repeated");
    }

    @Test
    void aRequestThatIsRejectedDoesNotHoldUpLaterOnes() {
        stopped = true;
        assertThrows(RejectedExecutionException.class, () -> request(5));
        stopped = false;
        request(6);
        run();
        assertEquals(List.of(6L), passes);
    }
}
