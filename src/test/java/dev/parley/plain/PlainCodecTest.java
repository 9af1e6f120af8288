package dev.parley.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.parley.api.Violation;
import dev.parley.hub.Json;
import dev.parley.plain.ClientFrame.Call;
import dev.parley.plain.ClientFrame.Malformed;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCodecTest {

    @Test
    void anEventHasANameDataAndAnId() {
        Call call = call("{\"event\":\"typing\",\"data\":{\"roomId\":\"r\"},\"id\":7}");
        assertEquals("typing", call.event());
        assertEquals("{\"roomId\":\"r\"}", call.data().orElseThrow().toString());
        assertEquals("7", call.id().orElseThrow().toString());
    }

    @Test
    void dataAndIdMayBeAbsent() {
        assertEquals(
                new Call("ping", Optional.empty(), Optional.empty()),
                PlainCodec.decode("{\"event\":\"ping\"}"));
    }

    @Test
    void anIdOfNullIsNone() {
        assertEquals(Optional.empty(), call("{\"event\":\"ping\",\"id\":null}").id());
    }

    @Test
    void dataMayBeAnyValue() {
        assertEquals(
                "\"hello\"", call("{\"event\":\"message\",\"data\":\"hello\"}").data().get() + "");
        assertEquals(JsonValue.NULL, call("{\"event\":\"message\",\"data\":null}").data().get());
    }

    @Test
    void fieldsThatNobodyKnowsArePassedOver() {
        assertEquals("ping", call("{\"meta\":[1],\"event\":\"ping\",\"x\":{}}").event());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "-1",
                "1.50",
                "12345678901234567890123456789",
                "\"a\"",
                "\"\"",
                "\"\\\"\""
            })
    void anIdComesBackAsItWas(String id) {
        JsonValue read = call("{\"event\":\"ping\",\"id\":" + id + "}").id().orElseThrow();
        assertEquals("{\"id\":" + id + ",\"data\":null}", PlainCodec.answer(read, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "5",
                "null",
                "true",
                "\"ping\"",
                "[]",
                "[\"ping\"]",
                "{}",
                "{",
                "}",
                "{\"event\":5}",
                "{\"event\":null}",
                "{\"event\":\"a\"",
                "{\"event\":\"a\"}{}",
                "{\"event\":\"a\"},",
                "{event:\"a\"}",
                "{'event':'a'}",
                "\u0000",
                "{\"id\":1}"
            })
    void whatIsNoObjectWithAnEventIsMalformed(String text) {
        Malformed malformed = assertInstanceOf(Malformed.class, PlainCodec.decode(text));
        assertEquals(Optional.empty(), malformed.event());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[7]", "true", "false"})
    void anIdThatIsNeitherStringNorNumberIsMalformedAndTellsTheEvent(String id) {
        String text = "{\"event\":\"ping\",\"id\":" + id + "}";
        Malformed malformed = assertInstanceOf(Malformed.class, PlainCodec.decode(text));
        assertEquals(Optional.of("ping"), malformed.event());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void whatIsNestedWithoutEndIsMalformed(String open) {
        String text = "{\"event\":\"ping\",\"data\":" + open.repeat(30_000);
        assertInstanceOf(Malformed.class, PlainCodec.decode(text));
    }

    @Test
    void anEventIsWrittenWithItsData() {
        assertEquals(
                "{\"event\":\"new_message\",\"data\":{\"a\":1}}",
                PlainCodec.event("new_message", List.of("{\"a\":1}")));
    }

    @Test
    void anAnswerIsWrittenAsData() {
        assertEquals(
                "{\"id\":\"a\",\"data\":{\"ok\":true}}",
                PlainCodec.answer(Json.provider().createValue("a"), Map.of("ok", true)));
    }

    @Test
    void anErrorIsWrittenWithoutItsStatus() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("code", "INVALID_PAYLOAD");
        body.put("message", "Invalid payload");
        body.put("violations", List.of(new Violation("text", "is wanted")));
        assertEquals(
                "{\"id\":7,\"error\":{\"code\":\"INVALID_PAYLOAD\",\"message\":\"Invalid payload\","
                        + "\"violations\":[{\"field\":\"text\",\"message\":\"is wanted\"}]}}",
                PlainCodec.answer(Json.provider().createValue(7), body));
    }

    @Test
    void anErrorThatIsJsonAlreadyIsWrittenAlike() {
        JsonObject body = Json.object(Map.of("status", "error", "code", "X"));
        assertEquals(
                "{\"id\":7,\"error\":{\"code\":\"X\"}}",
                PlainCodec.answer(Json.provider().createValue(7), body));
    }

    @Test
    void anAnswerWithAStatusOfItsOwnKeepsIt() {
        assertEquals(
                "{\"id\":7,\"data\":{\"status\":\"ok\"}}",
                PlainCodec.answer(Json.provider().createValue(7), Map.of("status", "ok")));
    }

    @Property
    void noTextMakesTheCodecThrow(@ForAll String text) {
        assertNotNull(PlainCodec.decode(text));
    }

    @Property
    void noTextThatLooksLikeAFrameMakesTheCodecThrow(@ForAll("almostFrames") String text) {
        assertNotNull(PlainCodec.decode(text));
    }

    @Property
    void anyStringIsAnId(@ForAll String id) {
        String frame = "{\"event\":\"ping\",\"id\":" + Json.write(id) + "}";
        JsonObject answer =
                Json.read(PlainCodec.answer(call(frame).id().orElseThrow(), null)).asJsonObject();
        assertEquals(id, answer.getString("id"));
    }

    @Example
    void aNumberOfAbsurdLengthMakesNoTrouble() {
        for (String number : List.of("1e999999999", "1e99999999999", "9".repeat(60_000))) {
            assertNotNull(PlainCodec.decode("{\"event\":\"ping\",\"id\":" + number + "}"));
        }
    }

    @Provide
    Arbitrary<String> almostFrames() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"event\"",
                        "\"id\"",
                        "\"data\"",
                        "\"a\"",
                        "1",
                        "-",
                        "1e9",
                        "null",
                        "true",
                        "\\",
                        "\"",
                        " ",
                        "\u0000",
                        "\ud800")
                .list()
                .ofMaxSize(24)
                .map(parts -> String.join("", parts));
    }

    private static Call call(String text) {
        return assertInstanceOf(Call.class, PlainCodec.decode(text));
    }
}
