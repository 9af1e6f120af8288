package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainTest {

    private final class Client implements OpenConnection {
        @Override
        public void close(Ending ending) {
            open.remove(this);
            endings.add(ending);
        }
    }

    private final List<OpenConnection> open = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final Readiness readiness = new Readiness();
    private final Doors doors = new Doors(List.of(() -> open));

    private Drain drain(Duration spread) {
        return new Drain(readiness, doors, clock.timers(), Runnable::run, () -> true, spread);
    }

    private void connect(int clients) {
        for (int i = 0; i < clients; i++) {
            open.add(new Client());
        }
    }

    @BeforeEach
    void start() {
        readiness.open();
    }

    @Test
    void clientsGoOneAfterTheOtherWithinTheSpread() {
        connect(100);
        assertEquals(100, drain(Duration.ofSeconds(10)).begin());
        clock.advance(Duration.ofSeconds(5));
        assertTrue(open.size() > 45 && open.size() < 55, open.size() + " are left");
        clock.advance(Duration.ofSeconds(5));
        assertEquals(List.of(), open);
    }

    @Test
    void manyClientsGoWithinTheSpreadToo() {
        connect(20_000);
        drain(Duration.ofSeconds(1)).begin();
        clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), open);
    }

    @Test
    void clientsAreToldToComeBack() {
        connect(1);
        drain(Duration.ZERO).begin();
        assertEquals(List.of(Ending.RESTART), endings);
    }

    @Test
    void newClientsAreTurnedAwayAndOthersAreServed() {
        connect(1);
        drain(Duration.ofSeconds(10)).begin();
        assertFalse(readiness.isOpen());
        assertTrue(readiness.isReady());
    }

    @Test
    void whoWasJustComingInGoesWithTheLast() {
        drain(Duration.ofSeconds(1)).begin();
        connect(1);
        clock.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), open);
    }

    @Test
    void whoAsksAgainHearsHowFarItIs() {
        connect(10);
        Drain drain = drain(Duration.ofSeconds(1));
        drain.begin();
        clock.advance(Duration.ofMillis(500));
        int left = open.size();
        assertEquals(left, drain.begin());
        assertEquals(left, open.size());
    }

    @Test
    void withoutASpreadAllGoAtOnce() {
        connect(10);
        drain(Duration.ZERO).begin();
        assertEquals(List.of(), open);
    }

    @Test
    void aServerThatStopsDoesNotWaitForALongSpread() {
        connect(10);
        Drain drain = drain(Duration.ofHours(1));
        drain.begin();
        drain.finishWithin(Duration.ofSeconds(2));
        assertEquals(List.of(), open);
    }

    @Test
    void clientsAreLetInAgainWhenTheServerGoesOn() {
        Drain drain = drain(Duration.ZERO);
        drain.begin();
        drain.cancel();
        assertTrue(readiness.isOpen());
        connect(1);
        assertEquals(1, drain.begin());
    }

    @Test
    void whoComesAfterADrainWasCancelledStays() {
        Drain drain = drain(Duration.ofSeconds(1));
        drain.begin();
        drain.cancel();
        connect(1);
        clock.advance(Duration.ofSeconds(2));
        assertEquals(1, open.size());
    }
}
