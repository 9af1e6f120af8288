package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceKeyTest {

    @Property
    void aKeySurvivesTheWayThroughTheCache(
            @ForAll("ids") String place, @ForAll("ids") String user) {
        PresenceKey key = new PresenceKey(place, user);
        assertEquals(Optional.of(key), PresenceKey.parse(key.toString()));
    }

    /** No id has a control character. */
    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings().withCharRange(' ', '\uffff').ofMaxLength(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "room", "room|user"})
    void whatIsNoKeyIsNotTakenForOne(String text) {
        assertEquals(Optional.empty(), PresenceKey.parse(text));
    }
}
