package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {

    private static final StoredMessage FULL =
            new StoredMessage(
                    "id",
                    "room",
                    7,
                    9,
                    "anna",
                    "Anna \ud83d\ude00",
                    "x".repeat(100_000),
                    "client",
                    "reply",
                    "{}",
                    1_700_000_000_000L,
                    1_700_000_000_001L,
                    true,
                    List.of(new Tally("+1", 3, Set.of("anna")), Tally.none("-1")));

    private static final StoredMessage SPARE =
            new StoredMessage(
                    "id", "room", 1, 1, "anna", "Anna", null, null, null, null, 0, null, false,
                    List.of());

    static Stream<DurableEvent> events() {
        return Stream.of(
                new DurableEvent.MessagePosted(FULL, "epoch"),
                new DurableEvent.MessagePosted(SPARE, "epoch"),
                new DurableEvent.MessageEdited(FULL, "epoch"),
                new DurableEvent.MessageDeleted(SPARE, "epoch"),
                new DurableEvent.MessageReacted(
                        "room", "epoch", 12, "id", 7, "+1", "anna", 4, true),
                new DurableEvent.RoomClosed("room", "epoch", 13, "anna"));
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
}
