package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.cluster.Messenger;
import dev.parley.cluster.Node;
import dev.parley.flow.EndlessExecutor;
import dev.parley.flow.ManualClock;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.flow.Watchdog;
import dev.parley.flow.WatchdogWithClock;
import dev.parley.history.RoomStore;
import dev.parley.history.Transactions;
import dev.parley.server.WarningsOf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeadSweepTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Timers.class);

    private final ManualClock clock = new ManualClock();
    private final WatchdogWithClock watched = new WatchdogWithClock();
    private final HeadSweep sweep = new HeadSweep();
    private int reads;
    private Error noThread;
    private Error failure;

    /** Runs a task at once, if there is a thread for it. */
    private void read(Runnable task) {
        if (noThread != null) {
            throw noThread;
        }
        try {
            task.run();
        } catch (Error e) {
            // As a pool does.
            assertEquals(failure, e);
        }
    }

    @BeforeEach
    void start() {
        sweep.feed =
                new RoomFeed() {
                    @Override
                    Set<String> followed() {
                        return Set.of("room");
                    }
                };
        sweep.direct =
                new DirectFeed() {
                    @Override
                    Set<String> followed() {
                        return Set.of();
                    }
                };
        sweep.rooms =
                new RoomStore() {
                    @Override
                    public List<Head> touched(Duration back, Set<String> rooms) {
                        reads++;
                        if (failure != null) {
                            throw failure;
                        }
                        return new ArrayList<>();
                    }
                };
        sweep.transactions =
                new Transactions() {
                    @Override
                    public <T> T call(Supplier<T> work) {
                        return work.get();
                    }
                };
        sweep.threads =
                new ThreadPools() {
                    @Override
                    public Timers timers() {
                        return clock.timers();
                    }

                    @Override
                    public ExecutorService readers() {
                        return new EndlessExecutor(HeadSweepTest.this::read);
                    }

                    @Override
                    public Watchdog watchdog() {
                        return watched.watchdog();
                    }
                };
        sweep.node =
                new Node() {
                    @Override
                    public void follow(Messenger.MembersListener follower) {
                        assertFalse(follower == null);
                    }
                };
        sweep.start();
    }

    private void passSeconds(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        watched.passSeconds(seconds);
    }

    @Test
    void itGoesOnAfterAnErrorOfARead() {
        failure = new StackOverflowError();
        passSeconds(2);
        failure = null;
        passSeconds(2);
        assertEquals(2, reads);
    }

    @Test
    void itGoesOnAfterThereWasNoThreadForARead() {
        noThread = new OutOfMemoryError("unable to create native thread");
        passSeconds(2);
        noThread = null;
        passSeconds(2);
        assertEquals(1, reads);
    }

    @Test
    void theWatchdogSeesThatItStandsStill() {
        watched.watchdog().stuck();
        passSeconds(40);
        assertEquals(Set.of(), watched.watchdog().stuck().keySet());
        noThread = new OutOfMemoryError("unable to create native thread");
        passSeconds(40);
        assertEquals(Set.of("sweep"), watched.watchdog().stuck().keySet());
    }
}
