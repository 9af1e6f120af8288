package dev.parley.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.Settings;
import dev.parley.config.TestSettings;
import dev.parley.flow.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JoinTimerTest {

    private static final Settings SETTINGS =
            TestSettings.with(
                    "parley.connect-timeout", "45s", "parley.connect-timeout-polling", "15s");

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger expired = new AtomicInteger();

    private JoinTimer timer(boolean polling) {
        return new JoinTimer(clock.timers(), SETTINGS, polling, expired::incrementAndGet);
    }

    @Test
    void aPollingClientHasLessTime() {
        timer(false).start();
        timer(true).start();
        clock.advance(Duration.ofSeconds(16));
        assertEquals(1, expired.get());
        clock.advance(Duration.ofSeconds(30));
        assertEquals(2, expired.get());
    }

    @Test
    void theTimeBeginsAnewWithTheLastNamespaceLeft() {
        JoinTimer timer = timer(false);
        timer.start();
        clock.advance(Duration.ofSeconds(40));
        timer.stop();
        clock.advance(Duration.ofSeconds(100));
        assertEquals(0, expired.get());
        timer.start();
        clock.advance(Duration.ofSeconds(44));
        assertEquals(0, expired.get());
        clock.advance(Duration.ofSeconds(2));
        assertEquals(1, expired.get());
    }
}
