package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AllowanceTest {

    private final Allowance allowance = new Allowance(10);

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        assertTrue(allowance.tryTake(7));
        assertFalse(allowance.tryTake(4));
        assertTrue(allowance.tryTake(3));
        assertFalse(allowance.tryTake(1));
        allowance.giveBack(7);
        assertTrue(allowance.tryTake(7));
    }

    @Test
    void anAmountAboveTheMaximumIsAllowedOnItsOwn() {
        assertTrue(allowance.tryTake(11));
        assertFalse(allowance.tryTake(1));
        allowance.giveBack(11);
        assertTrue(allowance.tryTake(1));
        assertFalse(allowance.tryTake(11));
    }
}
