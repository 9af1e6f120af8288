package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.WarningsOf;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TimersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Timers.class);

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

    @Test
    void anErrorOfATaskIsLogged() {
        Error failure = new StackOverflowError();
        clock.timers()
                .after(
                        PAUSE,
                        () -> {
                            throw failure;
                        });
        clock.advance(PAUSE);
        LogRecord entry = warnings.records().get(0);
        assertEquals(Level.SEVERE, entry.getLevel());
        assertEquals(failure, entry.getThrown());
    }

    @Test
    void aTaskThatFailsRunsAgainAfterThePause() {
        AtomicInteger runs = new AtomicInteger();
        clock.timers()
                .every(
                        PAUSE,
                        () -> {
                            if (runs.incrementAndGet() == 1) {
                                throw new StackOverflowError();
                            }
                        });
        clock.advance(PAUSE.multipliedBy(3));
        assertEquals(3, runs.get());
        assertEquals(1, warnings.records().size());
    }
}
