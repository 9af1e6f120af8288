package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.ReadControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofSeconds(25);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ManualClock clock = new ManualClock();
    private final Intake intake = new Intake(2, 1_000, Optional.of(new SilentChannel()), TIMEOUT);
    private int pings;
    private int losses;
    private final Heartbeat heartbeat =
            new Heartbeat(clock.timers(), INTERVAL, TIMEOUT, intake, () -> pings++, () -> losses++);

    private static final class SilentChannel implements ReadControl {
        @Override
        public void suspendReads() {}

        @Override
        public void resumeReads() {}
    }

    @Test
    void aClientIsPingedAnIntervalAfterItsLastPong() {
        heartbeat.beat();
        clock.advance(INTERVAL);
        assertEquals(1, pings);
    }

    @Test
    void aClientThatOwesItsPongTooLongIsLost() {
        heartbeat.beat();
        clock.advance(INTERVAL);
        clock.advance(TIMEOUT);
        assertEquals(1, losses);
    }

    @Test
    void aClientThatAnswersIsKept() {
        heartbeat.beat();
        clock.advance(INTERVAL);
        heartbeat.beat();
        clock.advance(TIMEOUT);
        assertEquals(0, losses);
    }

    @Test
    void whileReadingIsHeldBackNobodyIsLost() {
        heartbeat.beat();
        intake.admit(1);
        intake.admit(1);
        clock.advance(INTERVAL);
        clock.advance(TIMEOUT);
        clock.advance(TIMEOUT);
        assertEquals(0, losses);
    }

    @Test
    void aClientWhoseFramesAreCaughtUpWithIsNotLostBeforeItsPongIsReached() {
        heartbeat.beat();
        intake.admit(1);
        intake.admit(1);
        clock.advance(INTERVAL);
        intake.release(1);
        intake.release(1);
        for (int i = 0; i < 5; i++) {
            intake.admit(1);
            intake.release(1);
            clock.advance(TIMEOUT);
        }
        assertEquals(0, losses);
    }

    @Test
    void aClientThatFallsSilentAfterItWasHeldBackIsLost() {
        heartbeat.beat();
        intake.admit(1);
        intake.admit(1);
        clock.advance(INTERVAL);
        intake.release(1);
        intake.release(1);
        clock.advance(TIMEOUT);
        clock.advance(TIMEOUT);
        assertEquals(1, losses);
    }

    @Test
    void framesStandInForNoPongWhereNothingWasHeldBack() {
        heartbeat.beat();
        clock.advance(INTERVAL);
        intake.admit(1);
        clock.advance(TIMEOUT);
        assertEquals(1, losses);
    }

    /** {@code -Dsuite=siege} found this within an hour; its client sends pongs continuously. */
    @Test
    void aPongWithoutAPingDoesNotEndTheHeartbeat() {
        List<Runnable> pongs = new ArrayList<>();
        Timers timers =
                clock.timers(
                        () -> {
                            while (!pongs.isEmpty()) {
                                pongs.remove(0).run();
                            }
                        });
        int[] sent = {0};
        Heartbeat chatty =
                new Heartbeat(timers, INTERVAL, TIMEOUT, intake, () -> sent[0]++, () -> losses++);
        chatty.beat();
        clock.advance(INTERVAL.minusNanos(1));
        pongs.add(chatty::onPong);
        clock.advance(Duration.ofNanos(1));
        assertEquals(1, sent[0]);
        chatty.onPong();
        clock.advance(INTERVAL);
        assertEquals(2, sent[0]);
        assertEquals(0, losses);
    }
}
