package dev.parley.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonObjectsTest {

    private static List<String> objects(String json) {
        byte[] bytes = Bytes.ascii(json);
        List<String> found = new ArrayList<>();
        JsonObjects.each(bytes, 0, bytes.length, (from, to) -> found.add(json.substring(from, to)));
        return found;
    }

    @Test
    void eachObjectIsVisitedOnce() {
        assertEquals(List.of("{\"a\":1}", "{}"), objects("[{\"a\":1},{}]"));
        assertEquals(List.of(), objects("[]"));
    }

    @Test
    void whatIsWithinAnObjectIsNot() {
        String one = "{\"a\":[{\"b\":1},{}],\"c\":{\"d\":[]}}";
        assertEquals(List.of(one, "{}"), objects("[" + one + ",{}]"));
    }

    @Test
    void bracesInStringsAreText() {
        String one = "{\"a\":\"}]\\\"{\"}";
        assertEquals(List.of(one), objects("[" + one + "]"));
    }

    @Test
    void whatFollowsTheArrayIsNotVisited() {
        assertEquals(List.of("{}"), objects("[{}],{\"b\":1}"));
    }
}
