package dev.parley.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static Arguments of(String... words) {
        return new Arguments(List.of(words));
    }

    @Test
    void valuesAreReadWithinTheirBounds() {
        Arguments arguments = of("fanout", "rate=10.5", "rounds=3");
        assertEquals("fanout", arguments.command());
        assertEquals(10.5, arguments.number("rate", 1, 0, 100));
        assertEquals(3, arguments.whole("rounds", 1, 1, 10));
        assertEquals(7, arguments.whole("users", 7, 1, 10));
        assertThrows(IllegalArgumentException.class, () -> arguments.number("rate", 1, 0, 10));
        assertThrows(IllegalArgumentException.class, () -> arguments.whole("rate", 1, 0, 100));
    }

    @Test
    void whatNobodyAskedForIsRefused() {
        Arguments arguments = of("fanout", "rat=10");
        arguments.number("rate", 1, 0, 100);
        assertThrows(IllegalArgumentException.class, arguments::refuseUnknown);
    }

    @Test
    void whatIsNoPairIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> of("fanout", "rate"));
        assertThrows(IllegalArgumentException.class, () -> of("fanout", "a=1", "a=2"));
    }

    @Test
    void everyScenarioCanBeMadeOfNothing() {
        for (String name :
                List.of(
                        "fanout",
                        "closed",
                        "search",
                        "idle",
                        "arrivals",
                        "joinstorm",
                        "reconnect",
                        "stalled")) {
            assertEquals(false, new Scenarios(of(name)).of(name).isEmpty(), name);
        }
        assertEquals(7, new Scenarios(of("compare")).of("compare").size());
        assertEquals(3, new Scenarios(of("compare", "scenarios=closed")).of("compare").size());
        assertEquals(List.of(), new Scenarios(of("help")).of("help"));
    }
}
