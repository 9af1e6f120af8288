package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.ReadControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private static final class Reading implements ReadControl {
        final List<String> calls = new ArrayList<>();

        @Override
        public void suspendReads() {
            calls.add("suspend");
        }

        @Override
        public void resumeReads() {
            calls.add("resume");
        }
    }

    @Nested
    class WithAChannel {

        private final Reading reading = new Reading();
        private final Intake intake = new Intake(2, 100, Optional.of(reading), LONG);

        @Test
        void belowTheLimitsReadingGoesOn() {
            assertTrue(intake.admit(99));
            assertEquals(List.of(), reading.calls);
            assertFalse(intake.isSuspended());
        }

        @Test
        void atTheLimitOfEventsReadingIsSuspended() {
            intake.admit(1);
            assertTrue(intake.admit(1));
            assertEquals(List.of("suspend"), reading.calls);
            assertTrue(intake.isSuspended());
        }

        @Test
        void atTheLimitOfBytesReadingIsSuspended() {
            assertTrue(intake.admit(100));
            assertEquals(List.of("suspend"), reading.calls);
        }

        @Test
        void readingIsResumedOnceThereIsRoom() {
            intake.admit(1);
            intake.admit(100);
            intake.release(1);
            assertEquals(List.of("suspend"), reading.calls);
            intake.release(100);
            assertEquals(List.of("suspend", "resume"), reading.calls);
            assertFalse(intake.isSuspended());
        }

        @Test
        void readingThatGoesOnIsNotResumed() {
            intake.admit(1);
            intake.release(1);
            assertEquals(List.of(), reading.calls);
        }

        @Test
        void theLimitHoldsAgainAfterwards() {
            intake.admit(100);
            intake.release(100);
            intake.admit(100);
            assertEquals(List.of("suspend", "resume", "suspend"), reading.calls);
        }

        @Test
        void nothingIsAdmittedAfterTheEnd() {
            intake.close();
            assertFalse(intake.admit(1));
            assertFalse(intake.admit(100));
        }
    }

    @Nested
    class WithoutAChannel {

        private final Intake intake = new Intake(2, 100, Optional.empty(), LONG);

        /** Runs a call on a thread of its own, and returns when the thread waits in it. */
        private FutureTask<Boolean> waiting(Callable<Boolean> call) {
            FutureTask<Boolean> task = new FutureTask<>(call);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING && !task.isDone()) {
                Thread.onSpinWait();
            }
            return task;
        }

        @Test
        void belowTheLimitsTheCallerGoesOn() {
            assertTrue(intake.admit(99));
            assertFalse(intake.isSuspended());
        }

        @Test
        void atTheLimitTheCallerWaitsUntilThereIsRoom() throws Exception {
            intake.admit(1);
            FutureTask<Boolean> caller = waiting(() -> intake.admit(1));
            assertFalse(caller.isDone());
            assertTrue(intake.isSuspended());
            intake.release(1);
            assertTrue(caller.get(30, TimeUnit.SECONDS));
            assertFalse(intake.isSuspended());
        }

        @Test
        void theEndLetsGoOfTheCaller() throws Exception {
            FutureTask<Boolean> caller = waiting(() -> intake.admit(100));
            assertFalse(caller.isDone());
            intake.close();
            assertFalse(caller.get(30, TimeUnit.SECONDS));
        }

        @Test
        void whoMakesNoProgressIsGivenUp() {
            Intake impatient = new Intake(1, 100, Optional.empty(), Duration.ofMillis(1));
            assertFalse(impatient.admit(1));
        }

        @Test
        void anInterruptedCallerGoesAndStaysInterrupted() {
            Thread.currentThread().interrupt();
            assertFalse(intake.admit(100));
            assertTrue(Thread.interrupted());
        }
    }
}
