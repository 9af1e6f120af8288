package dev.parley.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    @Test
    void aPageHasFiftyUnlessSaid() {
        assertEquals(50, Paging.limit(null));
        assertEquals(100, Paging.limit("100"));
        assertNull(Paging.optionalLimit(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "x", "", "1.5", "99999999999"})
    void aLimitOutsideIsRefusedAndNeverCut(String limit) {
        RefusedException e =
                assertThrows(RefusedException.class, () -> Paging.optionalLimit(limit));
        assertEquals("limit", e.violations().get(0).field());
    }

    @Test
    void aPlaceNamesItsFieldWhenItIsNone() {
        assertEquals(7L, Paging.place("after", "7", 0));
        RefusedException e =
                assertThrows(RefusedException.class, () -> Paging.place("before", "0", 1));
        assertEquals("before", e.violations().get(0).field());
    }
}
