package dev.parley.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownSettingsTest {

    private static final Set<String> KNOWN =
            Set.of("parley.ping-interval", "parley.ping-timeout", "parley.rate.limit");

    @Test
    void aMisspeltNameIsReportedWithTheNearestOne() {
        assertEquals(
                Set.of(
                        "parley.rate-limit is not a setting of Parley and has no effect:"
                                + " did you mean parley.rate.limit?"),
                describe("parley.rate-limit", "parley.ping-timeout"));
    }

    @Test
    void namesOfOtherProductsAreIgnored() {
        assertEquals(Set.of(), describe("java.home", "mp.jwt.verify.isuer", "parleying"));
    }

    @Test
    void anEnvironmentVariableIsKnown() {
        assertEquals(Set.of(), describe("PARLEY_PING_INTERVAL"));
    }

    @Test
    void theDottedTwinOfAVariableIsNoMistake() {
        assertEquals(Set.of(), describe("PARLEY_PING_INTERVAL", "parley.ping.interval"));
    }

    @Test
    void theDottedTwinWithoutItsVariableIsAMistake() {
        assertEquals(
                Set.of(
                        "parley.ping.interval is not a setting of Parley and has no effect:"
                                + " did you mean parley.ping-interval?"),
                describe("parley.ping.interval"));
    }

    @Test
    void aVariableThatIsNearlyASettingIsReported() {
        assertEquals(
                Set.of(
                        "PARLEY_RATELIMIT is not a setting of Parley and has no effect:"
                                + " did you mean PARLEY_RATE_LIMIT?"),
                describe("PARLEY_RATELIMIT"));
    }

    @Test
    void aVariableForSomethingElseIsNotReported() {
        assertEquals(Set.of(), describe("PARLEY_DB_URL"));
    }

    private static Set<String> describe(String... names) {
        return UnknownSettings.describe(List.of(names), KNOWN);
    }
}
