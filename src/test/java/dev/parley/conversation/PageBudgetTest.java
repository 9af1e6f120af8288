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
    private final PageBudget budget = new PageBudget(4, FULL, clock.timers());
    private final TestSocket anna = new TestSocket("a", "anna");
    private final TestSocket ben = new TestSocket("b", "ben");
    private final TestSocket cleo = new TestSocket("c", "cleo");
    private final TestSocket dora = new TestSocket("d", "dora");

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
        CompletableFuture<Permit> fourth = acquire(dora);
        assertFalse(third.isDone());
        first.close();
        assertTrue(third.isDone());
        assertFalse(fourth.isDone());
        clock.advance(Database.PATIENCE);
        refused(fourth);
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
                    budget.acquire("cleo"),
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
        Permit first = budget.acquire("anna").toCompletableFuture().join();
        Permit second = budget.acquire("ben").toCompletableFuture().join();
        List<Throwable> seen = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            budget.answer(
                    budget.acquire("cleo"),
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
        assertTrue(budget.acquire("anna").toCompletableFuture().isDone());
        assertTrue(budget.acquire("ben").toCompletableFuture().isDone());
        assertFalse(budget.acquire("cleo").toCompletableFuture().isDone());
    }

    @Test
    void aPageForRestCountsUntilItsClientHasReadIt() {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            budget.answer(
                    budget.acquire("anna"),
                    () -> CompletableFuture.completedFuture("page"),
                    (page, failure) -> read.add(page),
                    answered);
        }
        assertEquals(List.of("page", "page"), read);
        answered.complete(null);
        assertEquals(List.of("page", "page", "page"), read);
        assertTrue(budget.acquire("ben").toCompletableFuture().isDone());
    }

    @Test
    void pagesForRestDoNotKeepSocketsWaiting() {
        for (int i = 0; i < 10; i++) {
            budget.acquire("user " + i);
        }
        assertTrue(acquire(anna).isDone());
        assertTrue(acquire(ben).isDone());
    }

    @Test
    void aUserOfRestLeavesPagesToOthers() {
        PageBudget large = new PageBudget(100, FULL, clock.timers());
        List<Permit> held = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            held.add(large.acquire("anna").toCompletableFuture().join());
        }
        CompletableFuture<Permit> next = large.acquire("anna").toCompletableFuture();
        CompletableFuture<Permit> last = large.acquire("anna").toCompletableFuture();
        assertFalse(next.isDone());
        assertTrue(large.acquire("ben").toCompletableFuture().isDone());
        held.get(0).close();
        assertTrue(next.isDone());
        clock.advance(Database.PATIENCE);
        refused(last);
    }
}
