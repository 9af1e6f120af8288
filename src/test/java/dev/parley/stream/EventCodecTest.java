package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.cluster.Malformed;
import dev.parley.history.DurableEvent;
import dev.parley.history.SampleEvents;
import dev.parley.history.SampleMessages;
import dev.parley.history.StoredMessage;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {

    private static final StoredMessage SPARE = SampleMessages.message("id", "room", 1, 1, null);

    static Stream<DurableEvent> events() {
        Stream<DurableEvent> spare =
                Stream.of(
                        new DurableEvent.MessagePosted(SPARE, "epoch"),
                        new DurableEvent.MessageDeleted(SPARE, "epoch"));
        return Stream.concat(SampleEvents.all().stream(), spare);
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventSurvivesTheWay(DurableEvent event) {
        assertEquals(event, EventCodec.decode(EventCodec.encode(event)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatIsCutOffIsRefused(DurableEvent event) {
        byte[] bytes = EventCodec.encode(event);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThrows(IllegalArgumentException.class, () -> EventCodec.decode(cut));
    }

    @Test
    void anUnknownKindIsRefused() {
        byte[] bytes = EventCodec.encode(new DurableEvent.MessagePosted(SPARE, "epoch"));
        bytes[1] = 99;
        assertThrows(IllegalArgumentException.class, () -> EventCodec.decode(bytes));
    }

    @ParameterizedTest
    @MethodSource("events")
    void fieldsOfANewerVersionAreSkipped(DurableEvent event) {
        byte[] bytes = EventCodec.encode(event);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 9);
        assertEquals(event, EventCodec.decode(longer));
    }

    @ParameterizedTest
    @MethodSource("events")
    void malformedEventsAreRefused(DurableEvent event) {
        Malformed.feed(1, EventCodec.encode(event), EventCodec::decode);
    }
}
