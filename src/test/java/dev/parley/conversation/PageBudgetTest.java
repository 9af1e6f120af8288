package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.conversation.PageBudget.Permit;
import dev.parley.flow.Failures;
import dev.parley.flow.ManualClock;
import dev.parley.hub.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PageBudgetTest {

    private static final long FULL = 1_000;

    private final ManualClock clock = new ManualClock();
    private final PageBudget budget = new PageBudget(2, FULL, clock.timers());
    private final TestSocket anna = new TestSocket("a", "anna");
    private final TestSocket ben = new TestSocket("b", "ben");
    private final TestSocket cleo = new TestSocket("c", "cleo");

    private CompletableFuture<Permit> acquire(TestSocket socket) {
        return budget.acquire(socket).toCompletableFuture();
    }

    private static void refused(CompletableFuture<Permit> request) {
        Throwable failure = assertThrows(CompletionException.class, request::join);
        RefusedException refusal = (RefusedException) Failures.cause(failure);
        assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
    }

    @Test
    void aSocketGetsOnePageAtATime() {
        Permit first = acquire(anna).join();
        CompletableFuture<Permit> second = acquire(anna);
        CompletableFuture<Permit> third = acquire(anna);
        assertFalse(second.isDone());
        first.close();
        first.close();
        assertTrue(second.isDone());
        assertFalse(third.isDone());
        second.join().close();
        assertTrue(third.isDone());
    }

    @Test
    void theNodeReadsOnlySoManyPagesAtOnce() {
        Permit first = acquire(anna).join();
        acquire(ben).join();
        CompletableFuture<Permit> third = acquire(cleo);
        CompletableFuture<Permit> rest = budget.acquire().toCompletableFuture();
        assertFalse(third.isDone());
        first.close();
        assertTrue(third.isDone());
        assertFalse(rest.isDone());
        clock.advance(Database.PATIENCE);
        refused(rest);
        // What nobody waits for any more is free again.
        third.join().close();
        assertTrue(acquire(anna).isDone());
    }

    @Test
    void aPageWaitsUntilItsClientHasReadTheOnesBefore() {
        anna.pend(FULL + 1);
        CompletableFuture<Permit> page = acquire(anna);
        clock.advance(Duration.ofSeconds(1));
        assertFalse(page.isDone());
        anna.pend(FULL);
        clock.advance(Duration.ofSeconds(1));
        assertTrue(page.isDone());
    }

    @Test
    void aClientThatDoesNotReadIsRefusedAndHoldsNothing() {
        anna.pend(FULL + 1);
        CompletableFuture<Permit> page = acquire(anna);
        for (int i = 0; i < 200; i++) {
            clock.advance(Duration.ofMillis(50));
        }
        refused(page);
        anna.pend(0);
        assertTrue(acquire(anna).isDone());
        assertTrue(acquire(ben).isDone());
    }

    @Test
    void whatFailsGivesItsPermitBack() {
        for (int i = 0; i < 3; i++) {
            Throwable[] seen = new Throwable[1];
            budget.answer(
                    budget.acquire(),
                    () -> {
                        throw new RejectedExecutionException("full");
                    },
                    (page, failure) -> seen[0] = failure);
            assertEquals("full", seen[0].getMessage());
        }
    }

    @Test
    void manyThatCannotReadGiveOneAfterTheOtherTheirPermitBack() {
        int many = 10_000;
        Permit first = budget.acquire().toCompletableFuture().join();
        Permit second = budget.acquire().toCompletableFuture().join();
        List<Throwable> seen = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            budget.answer(
                    budget.acquire(),
                    () -> {
                        throw new RejectedExecutionException("full");
                    },
                    (page, failure) -> seen.add(failure));
        }
        first.close();
        assertEquals(many, seen.size());
        for (Throwable failure : seen) {
            assertEquals("full", failure.getMessage());
        }
        second.close();
        assertTrue(acquire(anna).isDone());
        assertTrue(acquire(ben).isDone());
        assertFalse(acquire(cleo).isDone());
    }
}
