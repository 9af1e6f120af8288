package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Event;
import dev.parley.flow.DirectStripe;
import dev.parley.flow.ManualClock;
import dev.parley.flow.Stripe;
import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.hub.TestSocket;
import dev.parley.room.LocalRooms;
import dev.parley.room.RoomEmptied;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The rules of a room's stream, one by one where an example shows them, and all together in the
 * {@link Simulation}. {@code -Dparley.feed.runs} says how many runs of that there are.
 */
class RoomFeedTest {

    private static final Logger LOG = Logger.getLogger(RoomFeed.class.getPackageName());
    private static final String ROOM = SimulatedStore.ROOM;

    /** The test that is no example. */
    static final String SIMULATION = "everybodyHearsEverythingOnceAndInOrderWhateverHappens";

    private static final int RUNS = Integer.getInteger("parley.feed.runs", 1_000);

    /** The sockets of a room on a node without a cluster. */
    private final class Rooms extends LocalRooms {
        private final Stripe stripe = DirectStripe.create();
        private final Set<LocalSocket> sockets = new LinkedHashSet<>();

        @Override
        public Stripe stripe(String roomId) {
            return stripe;
        }

        @Override
        public Collection<LocalSocket> live(String roomId) {
            return sockets;
        }

        @Override
        public void vacate(String roomId) {
            sockets.clear();
            feed.abandoned(new RoomEmptied(roomId));
        }
    }

    /** A client that tells what it heard. */
    private final class Client implements JoinListener<Position> {
        private final TestSocket socket = new TestSocket("s", "anna");
        private final List<String> told = new ArrayList<>();

        void join() {
            feed.join(ROOM, store::read, Function.identity(), this);
        }

        @Override
        public boolean onPosition(Position reading, List<DurableEvent> since) {
            told.add(reading.rev() + " " + since.stream().map(DurableEvent::rev).toList());
            rooms.sockets.add(socket);
            return true;
        }

        @Override
        public void onFailure(Throwable failure) {
            told.add(failure.getMessage());
        }

        List<String> heard() {
            return socket.received();
        }
    }

    private final ManualClock clock = new ManualClock();
    private final Rooms rooms = new Rooms();
    private final SimulatedStore store = new SimulatedStore(() -> {});
    private final Deque<Runnable> readings = new ArrayDeque<>();
    private boolean readAtOnce;
    private boolean crowded;
    private boolean noThread;
    private boolean lostARow;

    /** Each read of missing events: when, after which place, and how many at most. */
    private final List<String> fills = new ArrayList<>();

    private LongUnaryOperator random = bound -> bound / 2;
    private final RoomFeed feed =
            new RoomFeed(
                    rooms,
                    this::onReader,
                    clock.timers(),
                    this::after,
                    (RoomDelivery) RoomFeedTest::renditions,
                    bound -> random.applyAsLong(bound));
    private final Client anna = new Client();
    private final Client ben = new Client();

    private void onReader(Runnable task) {
        if (noThread) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        if (crowded) {
            throw new RejectedExecutionException("crowded");
        }
        if (readAtOnce) {
            task.run();
        } else {
            readings.add(task);
        }
    }

    private List<DurableEvent> after(String roomId, long rev, int limit) {
        fills.add(clock.instant().toEpochMilli() + " ms: " + rev + ", " + limit);
        List<DurableEvent> found = store.after(roomId, rev, limit);
        return lostARow ? found.subList(1, found.size()) : found;
    }

    private static Function<LocalSocket, Rendition> renditions(DurableEvent event) {
        Rendition all = new Rendition(Event.same("rev", event.rev()));
        return socket -> all;
    }

    /** Lets the readers read what there is now to be read. */
    private void read() {
        for (int i = readings.size(); i > 0; i--) {
            readings.remove().run();
        }
    }

    private List<DurableEvent> commit(int count) {
        return LongStream.range(0, count).mapToObj(i -> store.commit("")).toList();
    }

    /** Commits so many events, of which only the last one is offered. */
    private void leaveHole(int count) {
        List<DurableEvent> events = commit(count);
        feed.offer(events.get(count - 1));
    }

    private void passMillis(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    private void annaIsIn() {
        anna.join();
        read();
        assertEquals(List.of("0 []"), anna.told);
    }

    private void annaLeaves() {
        rooms.vacate(ROOM);
    }

    private static List<String> upTo(long last) {
        return LongStream.rangeClosed(1, last).mapToObj(rev -> "rev " + rev).toList();
    }

    @BeforeEach
    void beQuiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void beLoud() {
        LOG.setLevel(null);
    }

    @Test
    void everybodyHearsEverythingOnceAndInOrderWhateverHappens() {
        for (long seed = 0; seed < RUNS; seed++) {
            assertEquals(Optional.empty(), Simulation.violation(seed), "seed " + seed);
        }
    }

    @Test
    void aRoomThatNobodyJoinsHasNoStream() {
        commit(1).forEach(feed::offer);
        assertEquals(Set.of(), feed.streams.keySet());
        assertFalse(feed.isUsed(ROOM));
    }

    @Test
    void aRoomIsUsedFromTheBeginningOfAJoinUntilTheLastHasLeft() {
        anna.join();
        assertTrue(feed.isUsed(ROOM));
        read();
        assertTrue(feed.isUsed(ROOM));
        annaLeaves();
        assertFalse(feed.isUsed(ROOM));
    }

    @Test
    void aStreamIsDropped30SecondsAfterTheLastHasLeftAndNotBefore() {
        annaIsIn();
        passMillis(60_000);
        annaLeaves();
        passMillis(29_999);
        assertEquals(Set.of(ROOM), feed.streams.keySet());
        passMillis(1);
        assertEquals(Set.of(), feed.streams.keySet());
    }

    @Test
    void aHoleIsReadAfter20MillisecondsAndNotBefore() {
        annaIsIn();
        leaveHole(2);
        passMillis(19);
        assertEquals(0, readings.size());
        passMillis(1);
        read();
        assertEquals(upTo(2), anna.heard());
    }

    @Test
    void aHoleThatClosesWithin20MillisecondsIsNotRead() {
        annaIsIn();
        List<DurableEvent> events = commit(2);
        feed.offer(events.get(1));
        passMillis(19);
        feed.offer(events.get(0));
        passMillis(60_000);
        assertEquals(0, readings.size());
    }

    @Test
    void missingEventsAreRead200AtATime() {
        annaIsIn();
        readAtOnce = true;
        leaveHole(500);
        passMillis(20);
        assertEquals(List.of("20 ms: 0, 200", "20 ms: 200, 200", "20 ms: 400, 200"), fills);
        assertEquals(upTo(500), anna.heard());
    }

    @Test
    void aRoomHasOneFillAtATime() {
        annaIsIn();
        leaveHole(2);
        passMillis(20);
        leaveHole(2);
        passMillis(60_000);
        assertEquals(1, readings.size());
    }

    @Test
    void nothingIsReadOnceAllThatIsKnownIsThere() {
        annaIsIn();
        readAtOnce = true;
        leaveHole(200);
        passMillis(60_000);
        assertEquals(List.of("20 ms: 0, 200"), fills);
    }

    @Test
    void whatComesWhileARoomIsSuspendedIsToldLater() {
        annaIsIn();
        readAtOnce = true;
        feed.suspended = ROOM::equals;
        commit(3).forEach(feed::offer);
        passMillis(60_000);
        assertEquals(List.of(), anna.heard());
        feed.suspended = room -> false;
        passMillis(4_000);
        assertEquals(upTo(3), anna.heard());
    }

    @Test
    void whileTheDatabaseIsAwayThePausesBetweenTriesGrowToTwoSeconds() {
        annaIsIn();
        readAtOnce = true;
        store.away = true;
        leaveHole(2);
        passMillis(8_000);
        assertEquals(
                List.of(
                        "20 ms: 0, 200",
                        "70 ms: 0, 200",
                        "170 ms: 0, 200",
                        "370 ms: 0, 200",
                        "770 ms: 0, 200",
                        "1570 ms: 0, 200",
                        "3170 ms: 0, 200",
                        "5170 ms: 0, 200",
                        "7170 ms: 0, 200"),
                fills);
    }

    @Test
    void afterASuccessThePausesAreShortAgain() {
        annaIsIn();
        readAtOnce = true;
        store.away = true;
        leaveHole(2);
        passMillis(3_000);
        store.away = false;
        passMillis(200);
        assertEquals(upTo(2), anna.heard());
        fills.clear();
        store.away = true;
        leaveHole(2);
        passMillis(150);
        assertEquals(List.of("3220 ms: 2, 200", "3270 ms: 2, 200"), fills.subList(0, 2));
    }

    @Test
    void thePausesBetweenTriesAreSpread() {
        annaIsIn();
        readAtOnce = true;
        store.away = true;
        random = bound -> 0;
        leaveHole(2);
        passMillis(44);
        random = bound -> bound - 1;
        passMillis(250);
        assertEquals(List.of("20 ms: 0, 200", "45 ms: 0, 200", "194 ms: 0, 200"), fills);
    }

    @Test
    void aFillForWhichNoReaderIsFreeIsTriedAgain() {
        annaIsIn();
        readAtOnce = true;
        crowded = true;
        leaveHole(2);
        passMillis(20);
        crowded = false;
        passMillis(50);
        assertEquals(upTo(2), anna.heard());
    }

    @Test
    void whatHasNoPlaceIsHeardWhileTheDatabaseIsAway() {
        annaIsIn();
        store.away = true;
        leaveHole(2);
        passMillis(20);
        rooms.stripe(ROOM)
                .execute(
                        () ->
                                rooms.live(ROOM)
                                        .forEach(s -> s.emit(Event.same("user_typing", "ben"))));
        assertEquals(List.of("user_typing \"ben\""), anna.heard());
    }

    @Test
    void whatComesWhileARoomIsFirstReadIsTold() {
        feed.join(ROOM, this::readWhileThreeCome, Function.identity(), anna);
        read();
        assertEquals(List.of("0 [1, 2, 3]"), anna.told);
        assertEquals(List.of(), anna.heard());
    }

    @Test
    void whatComesWhileARoomIsReadThatOthersHearIsTold() {
        annaIsIn();
        commit(2).forEach(feed::offer);
        feed.join(ROOM, this::readWhileThreeCome, Function.identity(), ben);
        read();
        assertEquals(List.of("2 [3, 4, 5]"), ben.told);
        assertEquals(List.of(), ben.heard());
        assertEquals(upTo(5), anna.heard());
    }

    private Position readWhileThreeCome() {
        Position reading = store.read();
        commit(3).forEach(feed::offer);
        return reading;
    }

    @Test
    void whoHasReadMoreThanTheStreamHasToldWaitsForIt() {
        annaIsIn();
        List<DurableEvent> events = commit(3);
        ben.join();
        read();
        feed.offer(events.get(0));
        feed.offer(events.get(1));
        assertEquals(List.of(), ben.told);
        feed.offer(events.get(2));
        assertEquals(List.of("3 []"), ben.told);
        assertEquals(List.of(), ben.heard());
    }

    @Test
    void aReadingThatIsFurtherBackThanTheStreamRemembersIsRepeated() {
        annaIsIn();
        Position old = store.read();
        commit(257).forEach(feed::offer);
        List<Position> places = new ArrayList<>(List.of(old));
        feed.join(
                ROOM,
                () -> places.isEmpty() ? store.read() : places.remove(0),
                Function.identity(),
                ben);
        read();
        assertEquals(List.of(), ben.told);
        read();
        assertEquals(List.of("257 []"), ben.told);
    }

    @Test
    void aJoinThatFailsLeavesTheStreamToTheOthers() {
        annaIsIn();
        List<DurableEvent> events = commit(3);
        feed.join(
                ROOM,
                () -> new Position(SimulatedStore.EPOCH, 1),
                Function.identity(),
                new JoinListener<Position>() {
                    @Override
                    public boolean onPosition(Position reading, List<DurableEvent> since) {
                        throw new SimulatedFailure();
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        throw new AssertionError(failure);
                    }
                });
        read();
        feed.offer(events.get(2));
        feed.offer(events.get(1));
        feed.offer(events.get(0));
        assertEquals(upTo(3), anna.heard());
    }

    @Test
    void aFillThatOutlivesItsStreamIsNotHeard() {
        annaIsIn();
        leaveHole(2);
        passMillis(20);
        annaLeaves();
        passMillis(30_000);
        Runnable fill = readings.remove();
        ben.join();
        read();
        assertEquals(List.of("2 []"), ben.told);
        fill.run();
        assertEquals(List.of(), ben.heard());
    }

    @Test
    void rowsThatDoNotCloseAHoleAreNotReadWithoutAPause() {
        annaIsIn();
        readAtOnce = true;
        lostARow = true;
        leaveHole(3);
        passMillis(100);
        assertEquals(List.of("20 ms: 0, 200", "70 ms: 0, 200"), fills);
    }

    @Test
    void whoJoinsARoomThatTurnsOutToBeAnotherOneHearsThatOne() {
        annaIsIn();
        ben.join();
        feed.know(ROOM, new Position("another", 0));
        read();
        read();
        assertEquals(List.of("0 []"), ben.told);
        commit(1).forEach(feed::offer);
        assertEquals(upTo(1), ben.heard());
    }

    @Test
    void whoWaitsForAPlaceInARoomThatTurnsOutToBeAnotherOneReadsThatOne() {
        annaIsIn();
        commit(1);
        ben.join();
        read();
        assertEquals(List.of(), ben.told);
        feed.know(ROOM, new Position("another", 0));
        read();
        assertEquals(List.of("1 []"), ben.told);
    }

    @Test
    void whoHearsARoomThatSomebodyReadsAsAnotherOneHasToJoinAnew() {
        annaIsIn();
        feed.join(ROOM, () -> new Position("another", 7), Function.identity(), ben);
        read();
        assertFalse(anna.socket.isConnected());
        assertEquals(Set.of(), Set.copyOf(rooms.sockets));
        read();
        assertEquals(List.of("7 []"), ben.told);
        assertTrue(ben.socket.isConnected());
    }

    @Test
    void aBrokenSocketKeepsNoEventFromTheOthersAndNoneTwice() {
        annaIsIn();
        ben.join();
        read();
        anna.socket.breakWith(new StackOverflowError());
        commit(2).forEach(feed::offer);
        passMillis(10_000);
        read();
        assertEquals(upTo(2), ben.heard());
        assertEquals(List.of(), fills);
    }

    @Test
    void aReaderThatCannotStartEndsAFillAndTheNextNewsStartsAnother() {
        annaIsIn();
        noThread = true;
        leaveHole(2);
        passMillis(20);
        noThread = false;
        feed.know(ROOM, new Position(SimulatedStore.EPOCH, 2));
        passMillis(20);
        read();
        assertEquals(upTo(2), anna.heard());
    }
}
