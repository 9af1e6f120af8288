package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Budget;
import dev.parley.flow.SlidingWindow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private static final OptionalLong ACCEPTED = OptionalLong.empty();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 500);
    private final RateLimiter limiter =
            new RateLimiter(new RateLimiter.Limits(3, 5, 2, 3), 1_000, now::get);

    private OptionalLong event(String user) {
        return limiter.tryAccept(user, Budget.EVENTS);
    }

    private OptionalLong eventAfter(long nanos) {
        now.addAndGet(nanos);
        return event("anna");
    }

    @Test
    void asManyEventsAsTheLimitAllowsAreAccepted() {
        assertEquals(ACCEPTED, event("anna"));
        assertEquals(ACCEPTED, event("anna"));
        assertEquals(ACCEPTED, event("anna"));
        assertTrue(event("anna").isPresent());
    }

    @Test
    void theRefusalSaysWhenThereWillBeRoom() {
        eventAfter(0);
        eventAfter(100);
        eventAfter(200);
        assertEquals(OptionalLong.of(600), eventAfter(100));
        assertEquals(OptionalLong.of(1), eventAfter(599));
        assertEquals(ACCEPTED, eventAfter(1));
    }

    @Test
    void theWindowSlides() {
        eventAfter(0);
        eventAfter(400);
        eventAfter(400);
        assertEquals(ACCEPTED, eventAfter(200));
        assertEquals(OptionalLong.of(400), eventAfter(0));
        assertEquals(ACCEPTED, eventAfter(400));
        assertEquals(OptionalLong.of(400), eventAfter(0));
    }

    @Test
    void refusedEventsDoNotCount() {
        eventAfter(0);
        eventAfter(0);
        eventAfter(0);
        for (int i = 0; i < 10; i++) {
            assertTrue(eventAfter(10).isPresent());
        }
        assertEquals(ACCEPTED, eventAfter(900));
    }

    @Test
    void eachUserHasAWindow() {
        for (int i = 0; i < 4; i++) {
            event("anna");
        }
        assertEquals(ACCEPTED, event("berta"));
    }

    @Test
    void eachBudgetHasAWindow() {
        for (int i = 0; i < 4; i++) {
            event("anna");
        }
        assertEquals(ACCEPTED, limiter.tryAccept("anna", Budget.SIGNALS));
    }

    @Test
    void rejoinsHaveABudgetOfTheirOwn() {
        for (int i = 0; i < 4; i++) {
            event("anna");
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(ACCEPTED, limiter.tryRejoin("anna"));
        }
        assertTrue(limiter.tryRejoin("anna").isPresent());
    }

    @Test
    void eventsThatReachEverybodyAreLimitedForEachUserAndForTheNode() {
        assertEquals(ACCEPTED, limiter.tryBroadcast("anna"));
        assertEquals(ACCEPTED, limiter.tryBroadcast("anna"));
        assertTrue(limiter.tryBroadcast("anna").isPresent());
        assertEquals(ACCEPTED, limiter.tryBroadcast("berta"));
        assertTrue(limiter.tryBroadcast("cleo").isPresent());
    }

    @Test
    void whoHasBeenSilentForAWindowIsForgotten() {
        event("anna");
        now.addAndGet(500);
        event("berta");
        now.addAndGet(499);
        limiter.sweep();
        assertEquals(2, limiter.size());
        now.addAndGet(1);
        limiter.sweep();
        assertEquals(1, limiter.size());
        now.addAndGet(500);
        limiter.sweep();
        assertEquals(0, limiter.size());
    }

    @Property
    void noWindowEverHoldsMoreThanTheLimit(
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @Size(max = 200) List<@IntRange(max = 100) Integer> pauses) {
        SlidingWindow window = new SlidingWindow(limit);
        Deque<Long> accepted = new ArrayDeque<>();
        long time = 0;
        for (int pause : pauses) {
            time += pause;
            long start = time - 1_000;
            accepted.removeIf(at -> at <= start);
            boolean room = accepted.size() < limit;
            OptionalLong wait = window.tryAccept(time, 1_000);
            assertEquals(room ? ACCEPTED : OptionalLong.of(accepted.peek() - start), wait);
            if (room) {
                accepted.add(time);
            }
            assertEquals(accepted.isEmpty(), window.isIdle(time, 1_000));
        }
    }
}
