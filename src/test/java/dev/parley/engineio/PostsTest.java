package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.flow.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostsTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> taken = new ArrayList<>();
    private int violations;
    private boolean receiving = true;
    private final Posts posts = new Posts(clock.timers(), () -> violations++, () -> receiving);

    private Posts.Post arrived() {
        return posts.arrived(taken::add);
    }

    @Test
    void aBodyIsTakenWhenItIsComplete() {
        posts.complete(arrived(), "a");
        posts.complete(arrived(), "b");
        assertEquals(List.of("a", "b"), taken);
    }

    @Test
    void twoThatArriveCloseTogetherAreTakenInTheOrderOfTheirArrival() {
        Posts.Post first = arrived();
        Posts.Post second = arrived();
        posts.complete(second, "second");
        assertEquals(List.of(), taken);
        posts.complete(first, "first");
        assertEquals(List.of("first", "second"), taken);
        clock.advance(Duration.ofSeconds(1));
        assertEquals(0, violations);
    }

    @Test
    void oneThatIsCompleteWhileAnotherStaysHalfSentIsAViolation() {
        arrived();
        posts.complete(arrived(), "second");
        clock.advance(Duration.ofSeconds(1));
        assertEquals(1, violations);
        assertEquals(List.of(), taken);
    }

    @Test
    void oneThatIsLostHoldsNobodyUp() {
        Posts.Post first = arrived();
        posts.lost(first);
        posts.complete(arrived(), "second");
        assertEquals(List.of("second"), taken);
    }

    @Test
    void noBodyIsTakenWhileReceivingIsHeldBack() {
        receiving = false;
        posts.complete(arrived(), "a");
        posts.complete(arrived(), "b");
        assertEquals(List.of(), taken);
        receiving = true;
        posts.resume();
        assertEquals(List.of("a", "b"), taken);
    }

    @Test
    void manyHalfSentOnesAreAViolation() {
        for (int i = 0; i < 9; i++) {
            arrived();
        }
        assertEquals(1, violations);
    }
}
