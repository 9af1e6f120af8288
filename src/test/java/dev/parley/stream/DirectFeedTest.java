package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.flow.DirectStripe;
import dev.parley.flow.Stripe;
import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.TestSocket;
import dev.parley.room.LocalRooms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DirectFeedTest {

    private static final Set<String> BOTH = Set.of("anna", "ben");

    private static final class Rooms extends LocalRooms {
        private final Stripe stripe = DirectStripe.create();

        @Override
        public Stripe stripe(String roomId) {
            return stripe;
        }
    }

    /** Tells the sockets, and writes down who heard what. */
    private final class Told implements Delivery {
        @Override
        public Function<LocalSocket, Rendition> renditions(DurableEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void direct(DurableEvent event, Set<String> userIds, Predicate<LocalSocket> to) {
            assertEquals(BOTH, userIds);
            for (LocalSocket socket : List.of(anna, ben)) {
                if (to.test(socket)) {
                    heard.add(socket.id() + " " + event.rev());
                }
            }
        }
    }

    private TestSocket anna = new TestSocket("a", "anna");
    private final TestSocket ben = new TestSocket("b", "ben");
    private final List<String> heard = new ArrayList<>();
    private final SimulatedStore store = new SimulatedStore(() -> {});
    private final Deque<Runnable> readings = new ArrayDeque<>();
    private boolean crowded;
    private long now;
    private Instant wall = Instant.EPOCH;
    private boolean others;
    private boolean here = true;
    private final DirectFeed feed =
            new DirectFeed(
                    new Rooms(),
                    this::laterOrNever,
                    store,
                    new Told(),
                    () -> now,
                    () -> wall,
                    () -> others,
                    userId -> here);

    private void laterOrNever(Runnable reading) {
        if (crowded) {
            throw new RejectedExecutionException();
        }
        readings.add(reading);
    }

    private void read() {
        while (!readings.isEmpty()) {
            readings.remove().run();
        }
    }

    private void offer(DurableEvent event) {
        feed.offer(event, BOTH, null);
    }

    /** A sweep has seen how far the room is. */
    private void know(long rev) {
        feed.know(SimulatedStore.ROOM, new Position(SimulatedStore.EPOCH, rev));
    }

    @Test
    void theTwoHearEachEventOnce() {
        DurableEvent event = store.commit("hello");
        offer(event);
        offer(event);
        assertEquals(List.of("a 1", "b 1"), heard);
    }

    @Test
    void whoKnowsAnEventAlreadyIsNotTold() {
        feed.offer(store.commit("hello"), BOTH, "a");
        offer(store.commit("hello again"));
        assertEquals(List.of("b 1", "a 2", "b 2"), heard);
    }

    @Test
    void whatIsMissingIsReadFirst() {
        offer(store.commit("1"));
        DurableEvent second = store.commit("2");
        feed.offer(store.commit("3"), BOTH, "a");
        read();
        offer(second);
        assertEquals(List.of("a 1", "b 1", "a 2", "b 2", "b 3"), heard);
    }

    @Test
    void whatNoNodeToldIsFoundByTheSweep() {
        offer(store.commit("1"));
        store.commit("2");
        know(2);
        read();
        assertEquals(List.of("a 1", "b 1", "a 2", "b 2"), heard);
    }

    @Test
    void moreThanAPageIsReadToItsEnd() {
        offer(store.commit("1"));
        for (int i = 0; i < 450; i++) {
            store.commit("more");
        }
        know(451);
        read();
        assertEquals(2 * 451, heard.size());
        assertEquals("b 451", heard.get(heard.size() - 1));
    }

    @Test
    void whatIsSaidBetweenTwoWhoAreElsewhereIsNotLookedAt() {
        others = true;
        here = false;
        store.commit("1");
        offer(store.commit("2"));
        assertEquals(List.of(), List.copyOf(readings));
        here = true;
        offer(store.commit("3"));
        assertEquals(1, readings.size());
    }

    @Test
    void whatCannotBeReadNowIsReadWithTheNextSweep() {
        offer(store.commit("1"));
        store.commit("2");
        store.away = true;
        know(2);
        read();
        store.away = false;
        crowded = true;
        know(2);
        crowded = false;
        know(2);
        read();
        assertEquals(List.of("a 1", "b 1", "a 2", "b 2"), heard);
    }

    @Test
    void anEventThatOvertookTheFirstTakesNothingFromIt() {
        DurableEvent first = store.commit("1");
        offer(store.commit("2"));
        offer(first);
        offer(first);
        assertEquals(List.of("a 2", "b 2", "a 1", "b 1"), heard);
    }

    @Test
    void whatAnotherNodeCommittedJustBeforeIsToldFirst() {
        others = true;
        DurableEvent first = store.commit("1");
        offer(store.commit("2"));
        offer(first);
        offer(store.commit("3"));
        read();
        offer(first);
        assertEquals(List.of("a 1", "b 1", "a 2", "b 2", "a 3", "b 3"), heard);
    }

    @Test
    void whatWasToldLongBeforeIsNotToldAgain() {
        others = true;
        store.commit("1");
        wall = Instant.EPOCH.plus(Duration.ofMinutes(3));
        offer(store.commit("2"));
        read();
        assertEquals(List.of("a 2", "b 2"), heard);
    }

    @Test
    void whoseEventIsHeldBackForWhatWasBeforeIsNotToldItTwice() {
        others = true;
        store.commit("1");
        feed.offer(store.commit("2"), BOTH, "a");
        read();
        assertEquals(List.of("a 1", "b 1", "b 2"), heard);
    }

    @Test
    void whatCannotBeReadHoldsNothingUp() {
        others = true;
        store.commit("1");
        store.away = true;
        offer(store.commit("2"));
        read();
        assertEquals(List.of("a 2", "b 2"), heard);
    }

    @Test
    void whatNobodyHasTimeToReadHoldsNothingUp() {
        others = true;
        store.commit("1");
        crowded = true;
        offer(store.commit("2"));
        assertEquals(List.of("a 2", "b 2"), heard);
    }

    @Test
    void aRoomThatIsToldNothingMoreIsForgotten() {
        offer(store.commit("1"));
        assertEquals(Set.of(SimulatedStore.ROOM), feed.followed());
        now = Duration.ofMinutes(3).toNanos();
        assertEquals(Set.of(), feed.followed());
    }

    /** A node has died; all sockets and messages of this test are of the beginning of time. */
    private void recover(DurableEvent event, Instant since) {
        feed.recover(List.of(event), BOTH, since);
    }

    @Test
    void whatADeadNodeCommittedIsToldOnce() {
        DurableEvent event = store.commit("by a node that died");
        recover(event, Instant.EPOCH);
        recover(event, Instant.EPOCH);
        offer(event);
        assertEquals(List.of("a 1", "b 1"), heard);
    }

    @Test
    void whoCameAfterwardsMayHaveHeardADeadNodeElsewhere() {
        anna = new TestSocket("a", "anna", Instant.EPOCH.plusMillis(1));
        recover(store.commit("by a node that died"), Instant.EPOCH);
        assertEquals(List.of("b 1"), heard);
    }

    @Test
    void whatIsOlderWasToldBeforeTheNodeDied() {
        recover(store.commit("by a node that died"), Instant.EPOCH.plusMillis(1));
        assertEquals(List.of(), heard);
    }

    @Test
    void aRoomThatIsToldHereGoesOnWhereItWas() {
        offer(store.commit("1"));
        recover(store.commit("by a node that died"), Instant.EPOCH);
        read();
        assertEquals(List.of("a 1", "b 1", "a 2", "b 2"), heard);
    }

    @Test
    void whatADeadNodeCommittedBeforeTheRoomMovedOnIsToldOnce() {
        DurableEvent lost = store.commit("by a node that died");
        DurableEvent next = store.commit("by another");
        offer(next);
        feed.recover(List.of(lost, next), BOTH, Instant.EPOCH);
        feed.recover(List.of(lost, next), BOTH, Instant.EPOCH);
        assertEquals(List.of("a 2", "b 2", "a 1", "b 1"), heard);
    }

    @Test
    void whoHasAskedForItAgainIsNotTold() {
        DurableEvent lost = store.commit("1");
        feed.recover(List.of(lost), BOTH, Instant.EPOCH, "a");
        assertEquals(List.of("b 1"), heard);
    }

    @Test
    void whoHasAskedForItAgainIsNotToldWhereTheRoomGoesOn() {
        offer(store.commit("1"));
        feed.recover(List.of(store.commit("2")), BOTH, Instant.EPOCH, "a");
        read();
        assertEquals(List.of("a 1", "b 1", "b 2"), heard);
    }

    @Test
    void whoHasAskedForWhatWasBeforeTheFirstIsNotTold() {
        DurableEvent lost = store.commit("1");
        offer(store.commit("2"));
        feed.recover(List.of(lost), BOTH, Instant.EPOCH, "a");
        assertEquals(List.of("a 2", "b 2", "b 1"), heard);
    }

    @Test
    void aRoomOfWhichSomethingIsMissingIsNotForgotten() {
        offer(store.commit("1"));
        store.commit("2");
        know(2);
        now = Duration.ofMinutes(3).toNanos();
        feed.followed();
        assertEquals(Set.of(SimulatedStore.ROOM), feed.followed());
        read();
        assertEquals(List.of("a 1", "b 1", "a 2", "b 2"), heard);
    }
}
