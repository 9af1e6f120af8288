package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StreamCheckTest {

    private static Faults faults(long last, long... seqs) {
        StreamCheck check = new StreamCheck(10);
        for (long seq : seqs) {
            check.accept(seq);
        }
        return check.faults(last);
    }

    @Test
    void oneAfterTheOtherIsFine() {
        assertEquals(Faults.NONE, faults(13, 11, 12, 13));
    }

    @Test
    void nothingAtAllIsFineWhereNothingWasSent() {
        assertEquals(Faults.NONE, faults(10));
    }

    @Test
    void aLostOneIsFound() {
        assertEquals(new Faults(1, 0, 0, 0), faults(13, 11, 13));
    }

    @Test
    void theFirstAndTheLastAreMissedToo() {
        assertEquals(new Faults(3, 0, 0, 0), faults(14, 12));
    }

    @Test
    void aRepeatedOneIsFound() {
        assertEquals(new Faults(0, 2, 0, 0), faults(13, 11, 12, 12, 11, 13));
    }

    @Test
    void oneFromBeforeTheJoinIsARepetition() {
        assertEquals(new Faults(0, 1, 0, 0), faults(11, 10, 11));
    }

    @Test
    void aSwapIsNeitherLossNorRepetition() {
        assertEquals(new Faults(0, 0, 1, 0), faults(13, 11, 13, 12));
    }

    @Test
    void aSwappedOneThatComesAgainIsARepetition() {
        assertEquals(new Faults(0, 1, 1, 0), faults(13, 11, 13, 12, 12));
    }

    @Test
    void aHugeGapIsCountedWhole() {
        assertEquals(new Faults(9_999_999, 0, 0, 0), faults(10_000_010, 10_000_010));
    }
}
