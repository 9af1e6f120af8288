package dev.parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.history.DurableEvent;
import dev.parley.history.SampleEvents;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Naming;
import dev.parley.hub.Rendition;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.TestSocket;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoomRenditionsTest {

    static List<DurableEvent> events() {
        return SampleEvents.all();
    }

    private static String name(DurableEvent event, RoomRenditions renditions, Naming naming) {
        Function<LocalSocket, Rendition> forReaders = event.match(renditions);
        return forReaders.apply(new TestSocket("s", "ben", Instant.EPOCH)).text(naming).name();
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyDurableEventHasANameOfItsOwnInBothSpellings(DurableEvent event) {
        for (RoomRenditions renditions :
                List.of(new RoomRenditions(), new DirectRenditions(Set.of("anna", "ben")))) {
            String snake = name(event, renditions, Naming.SNAKE);
            String kebab = name(event, renditions, Naming.KEBAB);
            assertEquals(-1, kebab.indexOf('_'), kebab);
            assertTrue(
                    Arrays.stream(ServerEvent.values())
                            .anyMatch(own -> own.isNamed(snake) && own.isNamed(kebab)),
                    snake + " and " + kebab);
        }
    }
}
