package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.flow.ManualClock;
import dev.parley.history.KeyedLocks;
import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.StoreUnavailableException;
import dev.parley.history.Transactions;
import dev.parley.history.UnstorableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Deque<Runnable> searching = new ArrayDeque<>();
    private final ManualClock timers = new ManualClock();
    private final KeyedLocks locks = new KeyedLocks();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private int calls;
    private long timeOfACall;
    private long now;

    private final Database database =
            new Database(
                    waiting::add,
                    searching::add,
                    timers.timers(),
                    new Transactions(null, () -> now) {
                        @Override
                        public <T> T call(Supplier<T> work) {
                            calls++;
                            now += timeOfACall;
                            if (!failures.isEmpty()) {
                                throw failures.remove();
                            }
                            return work.get();
                        }
                    });

    private static RuntimeException failure(String sqlState) {
        return new IllegalStateException(new SQLException("x", sqlState));
    }

    /** Lets the reader threads work. */
    private void run() {
        waiting.forEach(Runnable::run);
    }

    private static RefusedException refusal(CompletionStage<?> refused) {
        CompletableFuture<?> answer = refused.toCompletableFuture();
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        return assertInstanceOf(RefusedException.class, failure.getCause());
    }

    private static ErrorCode code(CompletionStage<?> refused) {
        return refusal(refused).code();
    }

    @Test
    void workIsDoneOnAReaderThread() {
        CompletableFuture<String> answer = database.later(() -> "read").toCompletableFuture();
        assertFalse(answer.isDone());
        run();
        assertEquals("read", answer.join());
    }

    @Test
    void whatHasWaitedTooLongForAReaderThreadIsNotDone() {
        List<CompletionStage<?>> answers =
                List.of(
                        database.later(() -> "read"),
                        database.laterOrAgain(() -> "read"),
                        database.laterHolding(locks, "key", () -> "read"));
        timers.advance(Duration.ofSeconds(6));
        answers.forEach(answer -> assertEquals(ErrorCode.UNAVAILABLE, code(answer)));
        run();
        assertEquals(0, calls);
    }

    @Test
    void whoWaitsForADatabaseThatHangsIsToldSo() {
        Supplier<String> hangs =
                () -> {
                    timers.advance(Duration.ofSeconds(6));
                    return "done";
                };
        CompletionStage<String> read = database.later(hangs);
        waiting.remove().run();
        CompletionStage<String> written = database.laterOrAgain(hangs);
        waiting.remove().run();
        assertEquals(Map.of("retryAfter", 1_000L), refusal(read).details());
        assertEquals("unknown", refusal(written).details().get("outcome"));
    }

    @Test
    void whatWasDoneInTimeLeavesNoTimer() {
        database.later(() -> "read");
        run();
        assertEquals(0, timers.waiting());
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40P01"})
    void whatCollidesIsTriedAgain(String sqlState) {
        failures.add(failure(sqlState));
        assertEquals("found", database.nowOrAgain(() -> "found"));
    }

    @Test
    void whatACommitWithoutAnAnswerHasDoneIsLookedFor() {
        failures.add(new OutcomeUnknownException("lost", null));
        assertEquals("found", database.nowOrAgain(() -> "found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "55P03", "22001"})
    void whatFailsOtherwiseIsNotTriedAgain(String sqlState) {
        failures.add(failure(sqlState));
        assertThrows(RefusedException.class, () -> database.nowOrAgain(() -> "found"));
        assertEquals(1, calls);
    }

    @Test
    void whatFailsAfterALongTimeIsNotTriedAgain() {
        timeOfACall = TimeUnit.SECONDS.toNanos(6);
        failures.add(new OutcomeUnknownException("hung", null));
        RefusedException told =
                assertThrows(RefusedException.class, () -> database.nowOrAgain(() -> "found"));
        assertEquals("unknown", told.details().get("outcome"));
        assertEquals(1, calls);
    }

    @Test
    void whatTheWorkRefusesIsSaidAsItIs() {
        CompletionStage<Object> answer =
                database.laterOrAgain(
                        () -> {
                            throw new RefusedException(ErrorCode.ROOM_FULL);
                        });
        run();
        assertEquals(ErrorCode.ROOM_FULL, code(answer));
        assertEquals(1, calls);
    }

    @Test
    void eachCheckHasItsOwnTransaction() {
        Runnable refusing =
                () -> {
                    throw new RefusedException(ErrorCode.ACCESS_DENIED);
                };
        CompletionStage<List<Boolean>> answer =
                database.laterInParts(
                        () ->
                                List.of(
                                        database.permits(refusing),
                                        database.permits(() -> {}),
                                        database.permits(refusing)));
        run();
        assertEquals(List.of(false, true, false), answer.toCompletableFuture().join());
        assertEquals(3, calls);
    }

    @Test
    void aCheckWithoutADatabaseIsNoRefusal() {
        failures.add(failure("08006"));
        CompletionStage<Boolean> answer = database.laterInParts(() -> database.permits(() -> {}));
        run();
        assertEquals(ErrorCode.UNAVAILABLE, code(answer));
    }

    @Test
    void aCheckThatIsUnavailableIsNoRefusal() {
        Runnable unavailable =
                () -> {
                    throw new RefusedException(ErrorCode.UNAVAILABLE);
                };
        CompletionStage<Boolean> answer =
                database.laterInParts(() -> database.permits(unavailable));
        run();
        assertEquals(ErrorCode.UNAVAILABLE, code(answer));
    }

    private static RefusedException refusal(RuntimeException failure) {
        return assertInstanceOf(RefusedException.class, Database.refusal(failure));
    }

    @Test
    void whoseDraftWasNotStoredMayComeAgain() {
        RefusedException told = refusal(new StoreUnavailableException("away", null));
        assertEquals(ErrorCode.UNAVAILABLE, told.code());
        assertEquals(Map.of("retryAfter", 1_000L), told.details());
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22P05", "22001"})
    void whatTheDatabaseCannotTakeIsNotAskedForAgain(String sqlState) {
        RefusedException told = refusal(failure(sqlState));
        assertEquals(ErrorCode.INVALID_PAYLOAD, told.code());
        assertEquals(Map.of(), told.details());
    }

    @Test
    void whoseDraftMayBeStoredIsToldSo() {
        RefusedException told = refusal(new OutcomeUnknownException("away", null));
        assertEquals(ErrorCode.UNAVAILABLE, told.code());
        assertEquals(Map.of("retryAfter", 1_000L, "outcome", "unknown"), told.details());
    }

    @Test
    void whoseDraftCannotBeStoredIsNotAskedToComeAgain() {
        RuntimeException failure = new UnstorableException("x");
        assertSame(failure, Database.refusal(failure));
    }

    @Test
    void searchesDoNotTakeTheThreadsOfOtherReads() {
        CompletionStage<String> found = database.laterSearching(() -> "found");
        assertEquals(0, waiting.size());
        searching.remove().run();
        assertEquals("found", found.toCompletableFuture().join());
    }
}
