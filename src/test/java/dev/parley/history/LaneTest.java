package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    /** What a commit does. */
    private enum Commit {
        TAKES_PLACE,
        IS_LOST,
        TAKES_PLACE_WITHOUT_AN_ANSWER
    }

    /** A database with one table. */
    private static final class Database extends Transactions {
        final Map<String, StoredMessage> rows = new HashMap<>();
        final List<StoredMessage> unCommitted = new ArrayList<>();
        final Deque<Commit> script = new ArrayDeque<>();
        Commit afterwards = Commit.TAKES_PLACE;
        Runnable onCommit = () -> {};

        @Override
        public <T> T call(Supplier<T> work) {
            unCommitted.clear();
            T result = work.get();
            if (unCommitted.isEmpty()) {
                return result;
            }
            onCommit.run();
            Commit commit = script.isEmpty() ? afterwards : script.remove();
            if (commit != Commit.IS_LOST) {
                unCommitted.forEach(message -> rows.put(message.id(), message));
            }
            if (commit != Commit.TAKES_PLACE) {
                throw new OutcomeUnknownException("The commit failed", null);
            }
            return result;
        }
    }

    private static final class Store extends BatchStore {
        final Database database;
        final List<List<String>> batches = new ArrayList<>();
        int writesUntilAway = Integer.MAX_VALUE;
        int lookUpsUntilAway = Integer.MAX_VALUE;
        Error lookUpError;
        final Set<String> locked = new HashSet<>();
        final List<Duration> patience = new ArrayList<>();

        Store(Database database) {
            this.database = database;
        }

        @Override
        List<AppendResult> write(List<Draft> drafts, Duration patience) {
            batches.add(drafts.stream().map(Draft::id).toList());
            this.patience.add(patience);
            lock(drafts);
            if (writesUntilAway-- <= 0) {
                throw away();
            }
            return drafts.stream().map(MessageDraft.class::cast).map(this::write).toList();
        }

        private void lock(List<Draft> drafts) {
            drafts.stream()
                    .map(Draft::roomId)
                    .filter(locked::contains)
                    .findFirst()
                    .ifPresent(
                            room -> {
                                throw new RoomLockedException(room, null);
                            });
        }

        private AppendResult write(MessageDraft draft) {
            if (draft.text().equals("poison")) {
                throw new IllegalStateException("poison");
            }
            if (draft.text().equals("away")) {
                throw away();
            }
            if (draft.text().equals("collision")) {
                throw new IllegalStateException(new SQLException("deadlock", "40P01"));
            }
            if (draft.text().equals("refused")) {
                return new AppendResult.Refused(AppendResult.Reason.ROOM_CLOSED);
            }
            StoredMessage message = message(draft);
            database.unCommitted.add(message);
            return stored(message);
        }

        @Override
        Map<String, AppendResult> committed(List<Draft> drafts, Duration patience) {
            if (lookUpsUntilAway-- <= 0) {
                throw away();
            }
            if (lookUpError != null) {
                throw lookUpError;
            }
            lock(drafts);
            Map<String, AppendResult> found = new HashMap<>();
            drafts.stream()
                    .map(draft -> database.rows.get(draft.id()))
                    .filter(message -> message != null)
                    .forEach(m -> found.put(m.id(), stored(m)));
            return found;
        }
    }

    private static RuntimeException away() {
        return new IllegalStateException(new SQLException("gone", "08006"));
    }

    private static AppendResult stored(StoredMessage message) {
        return new AppendResult.Stored(message, new DurableEvent.MessagePosted(message, "epoch"));
    }

    private static StoredMessage message(MessageDraft draft) {
        return SampleMessages.message(draft.id(), draft.roomId(), 1, 1, draft.text());
    }

    private final Database database = new Database();
    private final Store store = new Store(database);
    private long now;
    private final Lane lane = new Lane(database, store, () -> now);
    private final List<String> heard = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();

    private boolean offerText(String id, String text) {
        return offerTo("room", id, text);
    }

    private boolean offerTo(String room, String id, String text) {
        MessageDraft draft = new MessageDraft(id, room, "anna", "Anna", text, null, null, null, 0);
        return lane.offer(
                draft,
                new AppendListener() {
                    @Override
                    public void onResult(AppendResult result) {
                        heard.add(id + (result instanceof AppendResult.Stored ? "" : "!"));
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        heard.add(id + " failed");
                        failures.add(failure);
                    }
                });
    }

    private void offer(String... ids) {
        for (String id : ids) {
            assertTrue(offerText(id, "text"));
        }
    }

    /** Commits what waits, on this thread. */
    private void run() {
        lane.stop();
        lane.run();
    }

    @Test
    void whatWaitsIsCommittedTogetherAndToldInItsOrder() {
        offer("a", "b", "c");
        run();
        assertEquals(List.of(List.of("a", "b", "c")), store.batches);
        assertEquals(List.of("a", "b", "c"), heard);
    }

    @Test
    void aBatchHasABound() {
        IntStream.range(0, 300).forEach(i -> offer("m" + i));
        run();
        assertEquals(List.of(128, 128, 44), store.batches.stream().map(List::size).toList());
        assertEquals(IntStream.range(0, 300).mapToObj(i -> "m" + i).toList(), heard);
    }

    @Test
    void whatTheStoreRefusesIsAResult() {
        offerText("a", "refused");
        offer("b");
        run();
        assertEquals(List.of("a!", "b"), heard);
    }

    @Test
    void aPoisonousMessageFailsAlone() {
        offer("a");
        offerText("b", "poison");
        offer("c");
        run();
        assertEquals(List.of("a", "b failed", "c"), heard);
        assertInstanceOf(UnstorableException.class, failures.get(0));
        assertEquals(
                "The draft cannot be stored: java.lang.IllegalStateException: poison",
                failures.get(0).getMessage());
        assertEquals(
                List.of(List.of("a", "b", "c"), List.of("a"), List.of("b"), List.of("c")),
                store.batches);
    }

    @Test
    void whatCollidesEvenAloneMayBeTriedLater() {
        offerText("a", "collision");
        offer("b");
        run();
        assertEquals(List.of("a failed", "b"), heard);
        assertInstanceOf(StoreUnavailableException.class, failures.get(0));
    }

    @Test
    void aRoomThatIsLockedFailsAlone() {
        store.locked.add("held");
        offerTo("held", "a", "text");
        offer("b");
        offerTo("held", "c", "text");
        run();
        assertEquals(List.of("a failed", "c failed", "b"), heard);
        failures.forEach(failure -> assertInstanceOf(StoreUnavailableException.class, failure));
        assertEquals(List.of(List.of("a", "b", "c"), List.of("b")), store.batches);
    }

    @Test
    void aFurtherRoomThatIsLockedKeepsTheOthersWaitingForAMomentOnly() {
        store.locked.addAll(List.of("held", "held, too"));
        offerTo("held", "a", "text");
        offerTo("held, too", "b", "text");
        offer("c");
        run();
        assertEquals(List.of("a failed", "b failed", "c"), heard);
        Duration moment = Duration.ofMillis(100);
        assertEquals(List.of(Duration.ofSeconds(2), moment, moment), store.patience);
    }

    @Test
    void whatALockedRoomHidesOfALostCommitIsUnknown() {
        database.script.add(Commit.TAKES_PLACE_WITHOUT_AN_ANSWER);
        database.onCommit = () -> store.locked.add("held");
        offerTo("held", "a", "text");
        offer("b");
        run();
        assertEquals(List.of("a failed", "b"), heard);
        assertInstanceOf(OutcomeUnknownException.class, failures.get(0));
    }

    @Test
    void aBatchIsNotTriedOneByOneWhileTheDatabaseIsAway() {
        offer("a");
        offerText("b", "away");
        run();
        assertEquals(List.of("a failed", "b failed"), heard);
        assertEquals(1, store.batches.size());
    }

    @Test
    void theTryingOneByOneEndsWhereTheDatabaseIsAway() {
        offerText("a", "poison");
        offerText("b", "away");
        offer("c");
        run();
        assertEquals(List.of("a failed", "b failed", "c failed"), heard);
        assertInstanceOf(StoreUnavailableException.class, failures.get(2));
        assertEquals(List.of(List.of("a", "b", "c"), List.of("a"), List.of("b")), store.batches);
    }

    @Test
    void whatWaitsWhileTheDatabaseIsAwayFailsWithTheBatch() {
        offerText("a", "away");
        IntStream.range(1, 300).forEach(i -> offer("m" + i));
        run();
        assertEquals(300, failures.size());
        failures.forEach(failure -> assertInstanceOf(StoreUnavailableException.class, failure));
        assertEquals(1, store.batches.size());
    }

    @Test
    void whatWaitsWhileNobodyKnowsOfACommitWasNotStored() {
        database.script.add(Commit.TAKES_PLACE_WITHOUT_AN_ANSWER);
        store.lookUpsUntilAway = 0;
        IntStream.range(0, 129).forEach(i -> offer("m" + i));
        run();
        assertInstanceOf(OutcomeUnknownException.class, failures.get(127));
        assertInstanceOf(StoreUnavailableException.class, failures.get(128));
        assertEquals(1, store.batches.size());
    }

    @Test
    void whatHasWaitedTooLongFailsUntried() {
        offer("a");
        now = TimeUnit.SECONDS.toNanos(6);
        offer("b");
        run();
        assertEquals(List.of("a failed", "b"), heard);
        assertInstanceOf(StoreUnavailableException.class, failures.get(0));
        assertEquals(List.of(List.of("b")), store.batches);
    }

    @Test
    void whatWaitsTooLongBehindABatchThatHangsFailsMeanwhile() {
        offer("a", "b");
        now = TimeUnit.SECONDS.toNanos(6);
        offer("c");
        lane.expire();
        assertEquals(List.of("a failed", "b failed"), heard);
        run();
        assertEquals(List.of("a failed", "b failed", "c"), heard);
    }

    @Test
    void whoWaitsForACommitThatHangsIsToldSoOnceAndItsRoomStillHearsOfIt() {
        database.onCommit =
                () -> {
                    now = TimeUnit.SECONDS.toNanos(6);
                    lane.expire();
                    lane.expire();
                };
        offer("a");
        run();
        assertEquals(List.of("a failed", "a"), heard);
        assertInstanceOf(OutcomeUnknownException.class, failures.get(0));
    }

    @Test
    void whoseCommitHangsAndFailsIsToldOnlyThatNobodyKnows() {
        database.script.add(Commit.IS_LOST);
        database.onCommit =
                () -> {
                    now = TimeUnit.SECONDS.toNanos(6);
                    lane.expire();
                };
        offer("a");
        run();
        assertEquals(List.of("a failed"), heard);
        assertInstanceOf(OutcomeUnknownException.class, failures.get(0));
    }

    @Test
    void whoWasAnsweredIsToldNothingWhileTheRestOfTheBatchHangs() {
        database.onCommit =
                () -> {
                    if (heard.size() == 2) {
                        now = TimeUnit.SECONDS.toNanos(6);
                        lane.expire();
                    }
                };
        offerText("a", "poison");
        offer("b", "c");
        run();
        assertEquals(List.of("a failed", "b", "c failed", "c"), heard);
    }

    @Test
    void aCommitWithoutAnAnswerThatTookPlaceIsNotRepeated() {
        database.script.add(Commit.TAKES_PLACE_WITHOUT_AN_ANSWER);
        offer("a", "b");
        run();
        assertEquals(List.of("a", "b"), heard);
        assertEquals(1, store.batches.size());
    }

    @Test
    void aCommitThatWasLostIsRepeatedOnce() {
        database.script.add(Commit.IS_LOST);
        offer("a", "b");
        run();
        assertEquals(List.of("a", "b"), heard);
        assertEquals(List.of(List.of("a", "b"), List.of("a", "b")), store.batches);
    }

    @Test
    void whatIsKnownToBeLostWasNotStoredIfTheDatabaseIsAwayThen() {
        database.script.add(Commit.IS_LOST);
        store.writesUntilAway = 1;
        offer("a", "b");
        run();
        assertEquals(List.of("a failed", "b failed"), heard);
        failures.forEach(failure -> assertInstanceOf(StoreUnavailableException.class, failure));
    }

    @Test
    void aRepetitionThatCannotBeLookedUpIsUnknown() {
        database.script.add(Commit.IS_LOST);
        database.script.add(Commit.TAKES_PLACE_WITHOUT_AN_ANSWER);
        store.lookUpsUntilAway = 1;
        offer("a", "b");
        run();
        assertEquals(List.of("a failed", "b failed"), heard);
        failures.forEach(failure -> assertInstanceOf(OutcomeUnknownException.class, failure));
    }

    @Test
    void whatIsFoundAfterALostAnswerIsToldThoughTheRestIsLost() {
        database.script.add(Commit.TAKES_PLACE_WITHOUT_AN_ANSWER);
        store.writesUntilAway = 1;
        offer("a");
        offerText("b", "refused");
        run();
        assertEquals(List.of("a", "b failed"), heard);
        assertInstanceOf(StoreUnavailableException.class, failures.get(0));
    }

    @Test
    void whatCannotBeLearntIsSaid() {
        database.script.add(Commit.TAKES_PLACE_WITHOUT_AN_ANSWER);
        store.lookUpsUntilAway = 0;
        offer("a", "b");
        run();
        assertEquals(List.of("a failed", "b failed"), heard);
        failures.forEach(failure -> assertInstanceOf(OutcomeUnknownException.class, failure));
    }

    @Test
    void anErrorInALookUpDoesNotEndTheLane() {
        database.script.add(Commit.TAKES_PLACE_WITHOUT_AN_ANSWER);
        store.lookUpError = new StackOverflowError();
        IntStream.range(0, 129).forEach(i -> offer("m" + i));
        run();
        assertEquals(128, failures.size());
        failures.forEach(failure -> assertInstanceOf(OutcomeUnknownException.class, failure));
        assertEquals("m128", heard.get(128));
    }

    @Test
    void commitsThatAreAlwaysLostAreGivenUp() {
        database.afterwards = Commit.IS_LOST;
        offer("a", "b");
        run();
        assertEquals(List.of("a failed", "b failed"), heard);
        failures.forEach(failure -> assertInstanceOf(StoreUnavailableException.class, failure));
    }

    @Test
    void moreThanTheQueueHoldsIsRefused() {
        IntStream.range(0, 4_096).forEach(i -> offer("m" + i));
        assertFalse(offerText("one more", "text"));
        run();
        assertEquals(4_096, heard.size());
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        lane.stop();
        assertFalse(offerText("a", "text"));
    }

    @Test
    void whoIsInterruptedTellsThoseWhoWait() {
        offer("a", "b");
        Thread.currentThread().interrupt();
        lane.run();
        assertTrue(Thread.interrupted());
        assertEquals(List.of("a failed", "b failed"), heard);
        failures.forEach(failure -> assertInstanceOf(StoreUnavailableException.class, failure));
        assertFalse(offerText("c", "text"));
    }

    @Test
    void whatComesWhileTheLaneRunsIsCommitted() throws Exception {
        CountDownLatch stored = new CountDownLatch(2);
        Thread worker = new Thread(lane);
        worker.start();
        for (String id : List.of("a", "b")) {
            MessageDraft draft =
                    new MessageDraft(id, "room", "anna", "Anna", "text", null, null, null, 0);
            lane.offer(
                    draft,
                    new AppendListener() {
                        @Override
                        public void onResult(AppendResult result) {
                            stored.countDown();
                        }

                        @Override
                        public void onFailure(RuntimeException failure) {}
                    });
        }
        assertTrue(stored.await(30, TimeUnit.SECONDS));
        lane.stop();
        worker.join();
    }

    @Test
    void aListenerThatThrowsAnErrorCostsNobodyElseAnything() {
        MessageDraft broken =
                new MessageDraft("broken", "room", "anna", "Anna", "text", null, null, null, 0);
        AppendListener failing =
                new AppendListener() {
                    @Override
                    public void onResult(AppendResult result) {
                        throw new StackOverflowError();
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        throw new StackOverflowError();
                    }
                };
        lane.offer(broken, failing);
        offer("a");
        // In the next batch.
        IntStream.range(2, 130).forEach(i -> offer("m" + i));
        run();
        assertEquals("a", heard.get(0));
        assertEquals(129, heard.size());
    }

    @Test
    void anErrorBetweenTwoCommitsDoesNotEndTheLane() {
        // Thrown outside of the transaction, where the lane finds out how the batch failed.
        RuntimeException hostile =
                new IllegalStateException() {
                    @Override
                    public synchronized Throwable getCause() {
                        throw new StackOverflowError();
                    }
                };
        database.onCommit =
                () -> {
                    database.onCommit = () -> {};
                    throw hostile;
                };
        IntStream.range(0, 129).forEach(i -> offer("m" + i));
        run();
        assertEquals(128, heard.stream().filter(told -> told.endsWith(" failed")).count());
        assertEquals("m128", heard.get(128));
        assertInstanceOf(OutcomeUnknownException.class, failures.get(0));
    }
}
