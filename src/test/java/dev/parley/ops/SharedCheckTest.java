package dev.parley.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SharedCheckTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private long now;
    private int questions;
    private boolean good = true;

    private boolean question() {
        questions++;
        return good;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void oneAnswerIsForAllWithinASecond() {
        SharedCheck probe = new SharedCheck(this::question, Runnable::run, PATIENCE, () -> now);

        assertTrue(probe.ask());
        good = false;
        pass(Duration.ofMillis(999));
        assertTrue(probe.ask());
        assertEquals(1, questions);
    }

    @Test
    void afterASecondItIsAskedAgain() {
        SharedCheck probe = new SharedCheck(this::question, Runnable::run, PATIENCE, () -> now);

        probe.ask();
        good = false;
        pass(Duration.ofSeconds(1));

        assertFalse(probe.ask());
        assertEquals(2, questions);
    }

    @Test
    void aQuestionThatHangsIsWaitedForOnceAndNotRepeated() {
        SharedCheck probe = new SharedCheck(this::question, underWay::add, PATIENCE, () -> now);
        long began = System.nanoTime();

        assertFalse(probe.ask());
        assertTrue(System.nanoTime() - began >= PATIENCE.toNanos());
        pass(Duration.ofSeconds(10));
        assertFalse(probe.ask());
        assertEquals(1, underWay.size());
    }

    @Test
    void anAnswerThatCameLateCountsForTheNextAndThenItIsAskedAgain() {
        SharedCheck probe = new SharedCheck(this::question, underWay::add, PATIENCE, () -> now);
        probe.ask();
        pass(Duration.ofMillis(50));
        underWay.remove().run();

        assertTrue(probe.ask());
        pass(Duration.ofSeconds(3));
        assertFalse(probe.ask());
        assertEquals(1, underWay.size());
    }

    @Test
    void aQuestionThatFailsHasABadAnswer() {
        SharedCheck failing =
                new SharedCheck(
                        () -> {
                            throw new IllegalStateException();
                        },
                        Runnable::run,
                        PATIENCE,
                        () -> now);
        SharedCheck stopping =
                new SharedCheck(
                        this::question,
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        PATIENCE,
                        () -> now);

        assertFalse(failing.ask());
        assertFalse(stopping.ask());
    }
}
