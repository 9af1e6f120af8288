package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.measure.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final double RATE = 1000;

    @Test
    void theScheduleDoesNotWaitForThoseWhoAreLate() {
        List<Long> dues = new ArrayList<>();
        Latency lag =
                Pacer.run(
                        RATE,
                        0.05,
                        (n, due) -> {
                            dues.add(due);
                            if (n == 0) {
                                Pacer.sleepUntil(due + 30_000_000);
                            }
                        });
        List<Long> schedule =
                LongStream.range(0, 50).mapToObj(n -> dues.get(0) + n * 1_000_000).toList();
        assertEquals(schedule, dues);
        // The second was due 29 ms before the first had ended.
        assertTrue(lag.maxMillis() >= 29);
    }
}
