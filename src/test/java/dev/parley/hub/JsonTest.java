package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    public record Inner(String b, Integer a) {}

    public record Outer(String z, String absent, List<Inner> list, JsonObject own, long number) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"b\":1,\"a\":[true,false,null]}",
                "[\"\\u0000\",\"ü😀\",-0.5,12345678901234567890]",
                "[1,{\"x\":{\"y\":[[]]}}]"
            })
    void anObjectOrArrayIsReadAndWrittenAsItWas(String text) {
        assertEquals(text, Json.read(text).toString());
    }

    @Test
    void spaceAroundAValueIsNothing() {
        assertEquals("{\"a\":1}", Json.read(" \n{ \"a\" : 1 }\t ").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "\"x\"",
                "null",
                "true",
                "{}{}",
                "{} x",
                "[]]",
                "[] 1",
                "{",
                "[",
                "[1,]",
                "{\"a\"}",
                "{a:1}",
                "[01]",
                "[NaN]",
                "['a']",
                "[\"a",
                "[\"\\x\"]",
                "[\"\n\"]",
                "nul",
                "]",
                "undefined"
            })
    void whatIsNoObjectOrArrayIsRefused(String text) {
        assertThrows(JsonException.class, () -> Json.read(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 200_000})
    void whatIsNestedTooDeepIsRefused(int depth) {
        String arrays = "[".repeat(depth) + "]".repeat(depth);
        String objects = "{\"a\":".repeat(depth) + "{}" + "}".repeat(depth);
        assertThrows(JsonException.class, () -> Json.read(arrays));
        assertThrows(JsonException.class, () -> Json.read(objects));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1e99999999999]", "[1e-99999999999]", "[1E+2147483649]"})
    void numbersBeyondAllBoundsAreRefused(String text) {
        assertThrows(JsonException.class, () -> Json.read(text));
    }

    @Test
    void aVeryLongNumberIsRefused() {
        String text = "[" + "9".repeat(60_000) + "]";
        assertThrows(JsonException.class, () -> Json.read(text));
    }

    @Property
    void nothingElseThanAJsonExceptionComesOfAnyText(@ForAll String text) {
        try {
            Json.read(text);
        } catch (JsonException expected) {
            // That is what it is for.
        }
    }

    @Property
    void anyStringSurvives(@ForAll String text) {
        JsonObject written = Json.object(Map.of("text", text));
        assertEquals(text, Json.read(written.toString()).asJsonObject().getString("text"));
    }

    @Test
    void recordsLeaveOutWhatIsNull() {
        Outer outer = new Outer("1", null, List.of(new Inner("x", null)), own(), 5);
        assertEquals(
                Json.read(
                        "{'z':'1','list':[{'b':'x'}],'own':{'k':null},'number':5}"
                                .replace('\'', '"')),
                Json.read(Json.write(outer)));
    }

    private static JsonObject own() {
        return Json.provider().createObjectBuilder().addNull("k").build();
    }

    @Test
    void mapsKeepTheirOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", List.of("x", true));
        assertEquals("{\"z\":1,\"a\":[\"x\",true]}", Json.write(map));
    }

    @Test
    void bareValuesAreWrittenToo() {
        assertEquals("null", Json.write(null));
        assertEquals("null", Json.write(JsonValue.NULL));
        assertEquals("\"a\\\"b\"", Json.write("a\"b"));
        assertEquals("5", Json.write(5));
        assertEquals("true", Json.write(true));
    }

    @Test
    void anObjectOfJsonIsTakenAsItIs() {
        JsonObject object = own();
        assertSame(object, Json.object(object));
    }
}
