package dev.parley.bench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RoomLedgerTest {

    private final RoomLedger ledger = new RoomLedger(3);

    private static long key(long number) {
        return Stamp.key(3, true, number);
    }

    @Test
    void allWhoSayTheSameAreRight() {
        ledger.acked(1, key(7));
        ledger.delivered(1, key(7));
        ledger.delivered(1, key(7));
        assertEquals(Faults.NONE, ledger.faults());
        assertEquals(1, ledger.last());
    }

    @Test
    void anotherTextUnderTheSamePositionIsWrong() {
        ledger.delivered(1, key(7));
        ledger.delivered(1, key(8));
        assertEquals(1, ledger.faults().wrong());
    }

    @Test
    void anAcknowledgementOfAnotherPositionIsWrong() {
        ledger.delivered(2, key(7));
        ledger.acked(2, key(8));
        assertEquals(1, ledger.faults().wrong());
    }

    @Test
    void whatBelongsToAnotherRoomIsWrong() {
        ledger.delivered(1, Stamp.key(4, true, 7));
        assertEquals(1, ledger.faults().wrong());
        assertEquals(0, ledger.last());
    }

    @Test
    void anImpossiblePositionIsWrong() {
        ledger.delivered(0, key(7));
        ledger.delivered(Long.MAX_VALUE, key(8));
        assertEquals(2, ledger.faults().wrong());
    }

    @Test
    void itGrows() {
        ledger.acked(5000, key(7));
        ledger.delivered(5000, key(7));
        ledger.delivered(1, key(1));
        assertEquals(Faults.NONE, ledger.faults());
        assertEquals(5000, ledger.last());
    }
}
