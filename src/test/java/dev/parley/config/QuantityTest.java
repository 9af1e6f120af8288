package dev.parley.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "300ms, PT0.3S",
        "25s, PT25S",
        "25 s, PT25S",
        "2M, PT2M",
        "1h, PT1H",
        "PT25S, PT25S",
        "pt1m30s, PT1M30S",
        "0, PT0S",
        "0s, PT0S"
    })
    void durationsAreWrittenWithAUnitOrAsIso8601(String text, Duration expected) {
        assertEquals(Optional.of(expected), Quantity.duration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "s", "1.5s", "2 minutes", "-3s", "9999999999999999s", "25s!"})
    void anythingElseIsNoDuration(String text) {
        assertEquals(Optional.empty(), Quantity.duration(text));
    }

    @Test
    void aDurationThatOverflowsIsNone() {
        assertEquals(Optional.empty(), Quantity.duration("999999999999999999999h"));
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 65536",
        "65536B, 65536",
        "64KiB, 65536",
        "64 kib, 65536",
        "1MiB, 1048576",
        "1GiB, 1073741824"
    })
    void sizesAreWrittenInBytesOrBinaryUnits(String text, long expected) {
        assertEquals(Optional.of(expected), Quantity.bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64KB", "64K", "-1", "1.5MiB", "KiB", "999999999999999GiB"})
    void anythingElseIsNoSize(String text) {
        assertEquals(Optional.empty(), Quantity.bytes(text));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT0.3S, 300ms", "PT90S, 90s", "PT2M, 2m", "PT1H, 1h"})
    void durationsAreShownInTheLargestUnitThatFits(Duration duration, String expected) {
        assertEquals(expected, Quantity.text(duration));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "1024, 1KiB", "3145728, 3MiB", "1073741824, 1GiB"})
    void sizesAreShownInTheLargestUnitThatFits(long bytes, String expected) {
        assertEquals(expected, Quantity.text(bytes));
    }
}
