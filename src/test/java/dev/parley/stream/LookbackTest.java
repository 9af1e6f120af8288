package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LookbackTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final Lookback lookback = new Lookback(Duration.ofSeconds(90));

    private Optional<Instant> at(int second, String... nodes) {
        return lookback.onMembers(Set.of(nodes), false, START.plusSeconds(second));
    }

    private static Optional<Instant> since(int second) {
        return Optional.of(START.plusSeconds(second));
    }

    @Test
    void aNodeThatStartsHasMissedNothing() {
        assertEquals(Optional.empty(), at(0, "a", "b"));
    }

    @Test
    void whatHasNotChangedIsNoReasonToLook() {
        at(0, "a", "b");
        assertEquals(Optional.empty(), at(50, "a", "b"));
    }

    @Test
    void afterAPartitionItIsLookedSinceBeforeItWasNoticed() {
        at(0, "a", "b");
        at(100, "a");
        assertEquals(since(70), at(140, "a", "b"));
    }

    @Test
    void afterALongPartitionItIsLookedAsFarAsIsKnown() {
        at(0, "a", "b");
        at(100, "a");
        assertEquals(since(910), at(1000, "a", "b"));
    }

    @Test
    void aPartitionThatOnlyOthersNoticedCounts() {
        at(0, "a", "b");
        assertEquals(
                since(910), lookback.onMembers(Set.of("a", "b"), true, START.plusSeconds(1000)));
    }

    @Test
    void aNodeThatDiesMayHaveHadTheOnlyWord() {
        at(0, "a", "b");
        assertEquals(since(410), at(500, "a"));
    }

    /** While one is away, another goes: nothing of the first may fall between the two looks. */
    @Test
    void twoAbsencesLeaveNoHole() {
        at(0, "a", "b", "c");
        at(100, "a", "b");
        assertEquals(since(70), at(140, "a"));
        assertEquals(since(110), at(150, "a", "c"));
    }
}
