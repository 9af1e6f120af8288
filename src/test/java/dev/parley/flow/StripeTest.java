package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.WarningsOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StripeTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Stripe.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Stripe stripe = new Stripe(thread);
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    /** What has run once all that was given is done. */
    private List<String> ran() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        // A second turn, for what the first ones gave.
        stripe.execute(() -> stripe.execute(() -> done.complete(null)));
        done.get(30, TimeUnit.SECONDS);
        return new ArrayList<>(ran);
    }

    @Test
    void aTaskOfAnotherTaskRunsAfterIt() throws Exception {
        stripe.execute(
                () -> {
                    stripe.execute(() -> ran.add("inner"));
                    ran.add("outer");
                });
        assertEquals(List.of("outer", "inner"), ran());
    }

    @Test
    void aTaskMayRunWithinTheTurnOfAnother() throws Exception {
        stripe.execute(
                () -> {
                    stripe.executeInTurn(() -> ran.add("inner"));
                    ran.add("outer");
                });
        assertEquals(List.of("inner", "outer"), ran());
    }

    @Test
    void whatOtherNodesSendIsBounded() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        stripe.execute(() -> awaitEnd(end));
        int size = 10_000;
        int taken = 0;
        while (stripe.offer(size, () -> ran.add("offered"))) {
            taken++;
        }
        assertEquals(Stripe.MAX_OFFERED / (size + Stripe.TASK_SIZE), taken);
        stripe.execute(() -> ran.add("of a client"));
        end.countDown();
        assertEquals(taken + 1, ran().size());
        assertTrue(stripe.offer(size, () -> ran.add("later")));
        assertEquals(taken + 2, ran().size());
        assertEquals(1, warnings.records().size());
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoHasNoTurnHereWaitsForOne() throws Exception {
        CompletableFuture<Thread> where = new CompletableFuture<>();
        stripe.executeInTurn(() -> where.complete(Thread.currentThread()));
        CompletableFuture<Thread> own = new CompletableFuture<>();
        thread.execute(() -> own.complete(Thread.currentThread()));
        assertEquals(own.get(30, TimeUnit.SECONDS), where.get(30, TimeUnit.SECONDS));
    }

    @Test
    void theTurnOfOneStripeIsNoneOfAnotherOfTheSameThread() throws Exception {
        Stripe other = new Stripe(thread);
        other.execute(
                () -> {
                    stripe.executeInTurn(() -> ran.add("inner"));
                    ran.add("outer");
                });
        assertEquals(List.of("outer", "inner"), ran());
    }
}
