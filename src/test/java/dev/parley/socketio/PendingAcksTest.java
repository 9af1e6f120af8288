package dev.parley.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.flow.ManualClock;
import dev.parley.hub.Json;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PendingAcksTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonArray DATA = Json.read("[1]").asJsonArray();

    private final ManualClock clock = new ManualClock();
    private final PendingAcks acks = new PendingAcks(clock.timers());
    private final List<Long> sent = new ArrayList<>();

    private CompletableFuture<JsonArray> expect() {
        return acks.expect(TIMEOUT, sent::add).toCompletableFuture();
    }

    @Test
    void theIdsCountFromZero() {
        expect();
        expect();
        assertEquals(List.of(0L, 1L), sent);
    }

    @Test
    void anAnswerGoesToWhoWaitsForIt() {
        CompletableFuture<JsonArray> first = expect();
        CompletableFuture<JsonArray> second = expect();
        acks.answered(1, DATA);
        assertEquals(DATA, second.join());
        assertFalse(first.isDone());
    }

    @Test
    void anAnswerInTheSameCallIsHeard() {
        CompletableFuture<JsonArray> answer =
                acks.expect(TIMEOUT, id -> acks.answered(id, DATA)).toCompletableFuture();
        assertEquals(DATA, answer.join());
    }

    @Test
    void unknownAndRepeatedAnswersAreIgnored() {
        CompletableFuture<JsonArray> answer = expect();
        acks.answered(99, DATA);
        assertFalse(answer.isDone());
        acks.answered(0, DATA);
        acks.answered(0, Json.read("[2]").asJsonArray());
        assertEquals(DATA, answer.join());
    }

    @Test
    void whoIsNotAnsweredInTimeIsTold() {
        CompletableFuture<JsonArray> answer = expect();
        clock.advance(TIMEOUT.minusMillis(1));
        assertFalse(answer.isDone());
        clock.advance(Duration.ofMillis(1));
        ExecutionException failure = assertThrows(ExecutionException.class, answer::get);
        assertInstanceOf(TimeoutException.class, failure.getCause());
        acks.answered(0, DATA);
        assertTrue(answer.isCompletedExceptionally());
    }

    @Test
    void anAnswerStopsTheClock() {
        expect();
        acks.answered(0, DATA);
        assertEquals(0, clock.waiting());
    }

    @Test
    void allWhoWaitAreToldWhenTheSocketGoes() {
        CompletableFuture<JsonArray> first = expect();
        CompletableFuture<JsonArray> second = expect();
        acks.cancelAll();
        assertThrows(CancellationException.class, first::join);
        assertThrows(CancellationException.class, second::join);
        assertEquals(0, clock.waiting());
    }
}
