package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StripesTest {

    // Nothing runs on them: which one it is matters.
    private static final List<ExecutorService> FOUR =
            Stream.generate(() -> (ExecutorService) new ForkJoinPool(1)).limit(4).toList();

    private final Stripes stripes = new Stripes(FOUR);

    @Property
    void aKeyHasAlwaysTheSameStripe(@ForAll String key) {
        assertSame(stripes.of(key), stripes.of(new String(key.toCharArray())));
    }

    @Test
    void keysThatDifferLittleAreSpreadOverAllStripes() {
        Set<Stripe> used = new HashSet<>();
        IntStream.range(0, 100).forEach(i -> used.add(stripes.of("room-" + i)));
        assertEquals(4, used.size());
    }
}
