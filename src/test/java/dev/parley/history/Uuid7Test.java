package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Uuid7Test {

    private static final long LAST = (1L << 48) - 1;

    @Property
    void theVersionAndVariantAreThoseOfTheSpecification(
            @ForAll @LongRange(max = LAST) long millis) {
        UUID id = UUID.fromString(Uuid7.at(millis));
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
    }

    @Property
    void theTimeComesFirst(@ForAll @LongRange(max = LAST) long millis) {
        assertEquals(millis, UUID.fromString(Uuid7.at(millis)).getMostSignificantBits() >>> 16);
    }

    @Property
    void laterOnesSortBehindEarlierOnes(
            @ForAll @LongRange(max = LAST - 1) long millis,
            @ForAll @LongRange(min = 1, max = LAST) long later) {
        long second = Math.min(LAST, millis + later);
        assertTrue(Uuid7.at(millis).compareTo(Uuid7.at(second)) < 0);
    }

    @Test
    void twoOfTheSameMomentDiffer() {
        assertNotEquals(Uuid7.at(1), Uuid7.at(1));
    }

    @Property
    void whatIsMadeIsRecognised(@ForAll @LongRange(max = LAST) long millis) {
        assertTrue(Uuid7.isUuid(Uuid7.at(millis)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0190163d-8694-739b-aea5-966c26f8ad9",
                "0190163d-8694-739b-aea5-966c26f8ad911",
                "0190163d-8694-739b-aea5-966c26f8ad9g",
                "0190163d-8694-739b-aea5_966c26f8ad91",
                "0190163d08694-739b-aea5-966c26f8ad91",
                "0190163-d8694-739b-aea5-966c26f8ad91",
                "{190163d-8694-739b-aea5-966c26f8ad9}",
                "٠190163d-8694-739b-aea5-966c26f8ad91",
                "０190163d-8694-739b-aea5-966c26f8ad91"
            })
    void whatIsNoUuidIsNotTakenForOne(String text) {
        assertFalse(Uuid7.isUuid(text));
    }

    @Test
    void nothingIsNoUuid() {
        assertFalse(Uuid7.isUuid(null));
    }
}
