package dev.parley.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatencyTest {

    private static final long MILLI = 1_000_000;

    private final Latency latency = new Latency();

    @Test
    void itCountsFromTheIntendedTime() {
        // A server that stood still for 100 ms delays everything that was due meanwhile.
        for (long due = 0; due < 100; due++) {
            latency.record(due * MILLI, 100 * MILLI);
        }
        assertEquals(100, latency.count());
        assertEquals(50, latency.millisAt(50), 1);
        assertEquals(99, latency.millisAt(99), 1);
        assertEquals(100, latency.maxMillis(), 1);
    }

    @Test
    void clocksThatWrapAroundDoNotMatter() {
        latency.record(Long.MAX_VALUE, Long.MAX_VALUE + 5 * MILLI);
        assertEquals(5, latency.maxMillis(), 0.01);
    }

    @Test
    void theTooLongIsKeptAsTheLongest() {
        latency.record(0, 3_600_000 * MILLI);
        assertEquals(60_000, latency.maxMillis(), 60);
    }

    @Test
    void withoutAnyItIsNothing() {
        assertEquals(0, latency.millisAt(99));
    }
}
