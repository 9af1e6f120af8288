package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Binary;
import dev.parley.api.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTest {

    private static final Event REGULAR =
            Event.regular(
                    "new_message",
                    Json.read(
                            "{\"id\":\"m\",\"roomId\":\"r\",\"text\":\"hi\","
                                    + "\"metadata\":{\"roomId\":\"own\"}}"));

    public record Note(String roomId, String absent) {}

    private static String written(Event event, Naming naming) {
        Event.Form form = Spelling.of(event, naming);
        return form.name() + " " + Json.write(form.data());
    }

    @Test
    void snakeIsWhatTheEventWasMadeOf() {
        assertEquals(
                "new_message {\"id\":\"m\",\"roomId\":\"r\",\"text\":\"hi\","
                        + "\"metadata\":{\"roomId\":\"own\"}}",
                written(REGULAR, Naming.SNAKE));
    }

    @Test
    void kebabRenamesTheFieldsAndKeepsWhatIsNested() {
        assertEquals(
                "new-message {\"id\":\"m\",\"room\":\"r\",\"content\":\"hi\",\"message\":\"hi\","
                        + "\"metadata\":{\"roomId\":\"own\"}}",
                written(REGULAR, Naming.KEBAB));
    }

    @Test
    void recordsAreRenamedToo() {
        Event event = Event.regular("note", new Note("r", null));
        assertEquals("note {\"room\":\"r\"}", written(event, Naming.KEBAB));
    }

    @Test
    void bytesStayBytesInBothNamings() {
        Event event = Event.regular("note", Map.of("text", new Binary(new byte[] {1, 2})));
        List<byte[]> attachments = new ArrayList<>();
        Json.write(Spelling.of(event, Naming.KEBAB).data(), attachments);
        // Once as content and once as message.
        assertEquals(2, attachments.size());
        assertArrayEquals(new byte[] {1, 2}, attachments.get(0));
    }

    @Test
    void everyUnderscoreOfANameBecomesAHyphen() {
        assertEquals("user-left-room", Spelling.kebabName("user_left_room"));
    }

    @Test
    void someEventsAreTheSameInBothNamings() {
        Event same = Event.same("some_error", Map.of("roomId", "r"));
        assertEquals("some_error {\"roomId\":\"r\"}", written(same, Naming.KEBAB));
        assertEquals("some_error {\"roomId\":\"r\"}", written(same, Naming.SNAKE));
    }

    @Test
    void anIrregularEventHasAKebabFormOfItsOwn() {
        Event event = Event.irregular("a_b", Map.of(), () -> new Event.Form("other", "text"));
        assertEquals("a_b {}", written(event, Naming.SNAKE));
        assertEquals("other \"text\"", written(event, Naming.KEBAB));
    }

    @Test
    void onlyATransientEventMayBeLost() {
        assertFalse(REGULAR.loss().isPossible());
        assertTrue(REGULAR.transientEvent().loss().isPossible());
        assertEquals(
                written(REGULAR, Naming.KEBAB), written(REGULAR.transientEvent(), Naming.KEBAB));
    }
}
