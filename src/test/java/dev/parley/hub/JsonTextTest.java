package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void fieldsAreAddedToAnEncodedObject() {
        JsonText list = JsonText.array(List.of("{\"a\":1}", "2"));
        assertEquals(
                "{\"rev\":1,\"list\":[{\"a\":1},2]}",
                Json.write(JsonText.of(Map.of("rev", 1)).with("list", list)));
        assertEquals("{\"list\":[]}", JsonText.of(Map.of()).with("list", empty()).text());
    }

    private static JsonText empty() {
        return JsonText.array(List.of());
    }

    @Test
    void itIsWrittenAsItIsByBothDoors() {
        JsonText text = JsonText.of(Map.of("a", "b"));
        assertEquals(text.text(), Json.write(text));
        assertEquals(text.text(), Json.write(text, new ArrayList<>()));
    }
}
