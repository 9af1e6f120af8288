package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.WarningsOf;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchdogTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Watchdog.class);

    private static final Map<String, Long> NONE = Map.of();

    private long now;
    private final Watchdog watchdog = new Watchdog(() -> now);
    private final Rounds lane = Rounds.always();
    private final Rounds feed = Rounds.sometimes();

    private void passSeconds(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void aLoopThatEndsNoRoundFor30SecondsIsStuckUntilItGoesOn() {
        watchdog.watch("lane 1", lane);
        assertEquals(NONE, watchdog.stuck());
        passSeconds(30);
        assertEquals(NONE, watchdog.stuck());
        passSeconds(1);
        assertEquals(Map.of("lane 1", 31L), watchdog.stuck());
        passSeconds(1);
        assertEquals(Map.of("lane 1", 32L), watchdog.stuck());
        lane.turn();
        assertEquals(NONE, watchdog.stuck());
    }

    @Test
    void aLoopThatIsSeldomLookedAtIsNotStuckIfItMoves() {
        watchdog.watch("lane 1", lane);
        for (int i = 0; i < 3; i++) {
            assertEquals(NONE, watchdog.stuck());
            passSeconds(600);
            lane.turn();
        }
        assertEquals(NONE, watchdog.stuck());
    }

    @Test
    void whoHasNothingToDoIsNotStuck() {
        watchdog.watch("feed", feed);
        watchdog.stuck();
        passSeconds(60);
        assertEquals(NONE, watchdog.stuck());
        feed.begin();
        assertEquals(NONE, watchdog.stuck());
        passSeconds(31);
        assertEquals(Map.of("feed", 31L), watchdog.stuck());
        feed.end();
        assertEquals(NONE, watchdog.stuck());
    }

    @Test
    void workThatHasJustBegunIsNotStuckHoweverLongNobodyLooked() {
        watchdog.watch("feed", feed);
        assertEquals(NONE, watchdog.stuck());
        passSeconds(60);
        feed.begin();
        assertEquals(NONE, watchdog.stuck());
        passSeconds(30);
        assertEquals(NONE, watchdog.stuck());
        passSeconds(1);
        assertEquals(Map.of("feed", 31L), watchdog.stuck());
    }

    @Test
    void itIsLoggedOnce() {
        watchdog.watch("lane 1", lane);
        watchdog.stuck();
        for (int i = 0; i < 3; i++) {
            passSeconds(31);
            watchdog.stuck();
        }
        assertEquals(1, warnings.records().size());
        assertEquals(Level.SEVERE, warnings.records().get(0).getLevel());
        assertEquals("lane 1", warnings.records().get(0).getParameters()[0]);
    }
}
