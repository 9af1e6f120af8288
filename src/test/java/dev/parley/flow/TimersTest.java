package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TimersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock();
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private final CompletableFuture<String> bounded =
            clock.timers().within(PATIENCE, result, "late").toCompletableFuture();

    @Test
    void aResultInTimeIsPassedOnAndLeavesNoTimerBehind() {
        result.complete("in time");
        assertEquals("in time", bounded.getNow(null));
        assertEquals(0, clock.waiting());
    }

    @Test
    void aFailureIsPassedOn() {
        result.completeExceptionally(new IllegalStateException());
        assertTrue(bounded.isCompletedExceptionally());
        assertEquals(0, clock.waiting());
    }

    @Test
    void aResultThatIsLateIsReplacedAndNotCompletedItself() {
        clock.advance(PATIENCE);
        assertEquals("late", bounded.getNow(null));
        assertFalse(result.isDone());
        result.complete("too late");
        assertEquals("late", bounded.getNow(null));
    }
}
