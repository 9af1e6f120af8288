package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoomEventTest {

    static List<DurableEvent> events() {
        return SampleEvents.all().stream()
                .filter(event -> !(event instanceof DurableEvent.MessagePosted))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsReadBackFromItsRowAsItWas(DurableEvent event) {
        RoomEvent row = new RoomEvent(event, 1);
        Map<String, StoredMessage> messages =
                event instanceof DurableEvent.OfMessage carrying
                        ? Map.of(carrying.message().id(), carrying.message())
                        : Map.of();
        assertEquals(messages.keySet().stream().findFirst(), row.messageId());
        assertEquals(event, row.event("epoch", messages));
    }

    @Test
    void aNewMessageHasNoRowAmongTheEvents() {
        DurableEvent posted = SampleEvents.all().get(0);
        assertThrows(IllegalArgumentException.class, () -> new RoomEvent(posted, 1));
    }
}
