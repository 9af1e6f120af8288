package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(100, 40);

    @Test
    void anAddressHasItsShareAndLeavesMemoryForOthers() {
        BodyBudget.Share first = budget.share("a");
        assertTrue(first.reserve(30));
        assertFalse(budget.share("a").reserve(11));
        assertTrue(budget.share("a").reserve(10));
        assertTrue(budget.share("b").reserve(40));
        assertFalse(budget.share("c").reserve(21));
        first.release();
        assertTrue(budget.share("c").reserve(21));
        assertTrue(budget.share("a").reserve(9));
    }

    @Test
    void aShareThatIsReleasedHoldsNothingAnyMore() {
        BodyBudget.Share share = budget.share("a");
        share.reserve(40);
        share.release();
        share.release();
        assertFalse(share.reserve(1));
        assertEquals(0, budget.addresses());
        assertTrue(budget.share("a").reserve(40));
    }

    @Test
    void aRefusedPieceOccupiesNothing() {
        BodyBudget.Share share = budget.share("a");
        assertFalse(share.reserve(41));
        assertEquals(0, budget.addresses());
        assertTrue(share.reserve(40));
    }
}
