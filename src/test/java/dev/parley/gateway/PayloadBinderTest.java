package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.ErrorCode;
import dev.parley.api.Field;
import dev.parley.api.RefusedException;
import dev.parley.api.Violation;
import dev.parley.hub.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadBinderTest {

    private record Everything(
            @Field(aliases = "room", id = true, bare = true) String roomId,
            @Field(aliases = {"content", "message"}) String text,
            Boolean flag,
            Integer count,
            Long seq,
            JsonObject metadata) {}

    private record Strict(
            @Field(aliases = "room") @NotNull(message = "is missing") String roomId,
            @Size(max = 3, message = "is too long") @Field(aliases = "content") String text) {}

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private final PayloadBinder binder = new PayloadBinder(Everything.class, VALIDATOR);

    private static JsonValue value(String json) {
        return Json.read("[" + json + "]").asJsonArray().get(0);
    }

    private Everything bind(String json) {
        return (Everything) binder.bind(value(json));
    }

    private static Set<Violation> violations(PayloadBinder binder, String json) {
        JsonValue payload = value(json);
        RefusedException refused = assertThrows(RefusedException.class, () -> binder.bind(payload));
        assertEquals(ErrorCode.INVALID_PAYLOAD, refused.code());
        return refused.violations().stream().collect(Collectors.toSet());
    }

    @Test
    void aRecordIsMadeOfTheFields() {
        Everything all =
                bind(
                        "{\"roomId\":\"r\",\"text\":\"t\",\"flag\":true,\"count\":-5,"
                                + "\"seq\":9007199254740993,\"metadata\":{\"a\":[1]}}");
        assertEquals(
                new Everything(
                        "r",
                        "t",
                        true,
                        -5,
                        9_007_199_254_740_993L,
                        Json.read("{\"a\":[1]}").asJsonObject()),
                all);
    }

    @Test
    void whatIsAbsentOrNullIsNull() {
        Everything nothing = new Everything(null, null, null, null, null, null);
        assertEquals(nothing, bind("{}"));
        assertEquals(nothing, bind("null"));
        assertEquals(
                nothing,
                bind(
                        "{\"roomId\":null,\"text\":null,\"flag\":null,\"count\":null,"
                                + "\"seq\":null,\"metadata\":null}"));
    }

    @Test
    void falseIsNotAbsent() {
        assertEquals(false, bind("{\"flag\":false}").flag());
    }

    @Test
    void unknownFieldsAreDropped() {
        assertEquals("t", bind("{\"text\":\"t\",\"unknown\":{\"x\":1}}").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "content", "message"})
    void aFieldMayHaveOtherNames(String name) {
        assertEquals("t", bind("{\"" + name + "\":\"t\"}").text());
    }

    @Test
    void theOwnNameWinsOverTheOthersInTheirOrder() {
        assertEquals("own", bind("{\"message\":\"m\",\"content\":\"c\",\"text\":\"own\"}").text());
        assertEquals("c", bind("{\"message\":\"m\",\"content\":\"c\"}").text());
        assertEquals("m", bind("{\"message\":\"m\",\"content\":null,\"text\":null}").text());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "0, 0",
        "-7, -7",
        "1.0, 1",
        "1.50, 1.5",
        "1e2, 100",
        "1E+2, 100",
        "100, 100",
        "0e5, 0",
        "-0.0, 0",
        "12345678901234567890, 12345678901234567890",
    })
    void anIdThatIsANumberIsItsDecimalString(String number, String id) {
        assertEquals(id, bind("{\"roomId\":" + number + "}").roomId());
        assertEquals(id, bind(number).roomId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e2147483647", "1e-2147483647"})
    void aHugeExponentIsNotUnfolded(String number) {
        String id = bind("{\"roomId\":" + number + "}").roomId();
        assertTrue(id.length() < 200, id.length() + " characters");
        Set<Violation> expected = Set.of(new Violation("count", "must be a whole number"));
        assertEquals(expected, violations(binder, "{\"count\":" + number + "}"));
    }

    @Test
    void aBareStringIsTheFieldThatMayBeBare() {
        assertEquals("r", bind("\"r\"").roomId());
        assertNull(bind("\"r\"").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "true", "[{\"roomId\":\"r\"}]"})
    void whatIsNoObjectIsRefused(String payload) {
        assertEquals(Set.of(new Violation("", "must be an object")), violations(binder, payload));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"r\"", "5"})
    void aBareValueIsRefusedWhereNoFieldMayBeBare(String payload) {
        PayloadBinder strict = new PayloadBinder(Strict.class, VALIDATOR);
        assertEquals(Set.of(new Violation("", "must be an object")), violations(strict, payload));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'roomId':true}|roomId|must be a string",
                "{'room':{}}|room|must be a string",
                "{'text':5}|text|must be a string",
                "{'content':5}|content|must be a string",
                "{'message':[]}|message|must be a string",
                "{'flag':'true'}|flag|must be true or false",
                "{'flag':1}|flag|must be true or false",
                "{'count':'5'}|count|must be a whole number",
                "{'count':true}|count|must be a whole number",
                "{'count':1.5}|count|must be a whole number in range",
                "{'count':2147483648}|count|must be a whole number in range",
                "{'seq':9223372036854775808}|seq|must be a whole number in range",
                "{'seq':1e19}|seq|must be a whole number in range",
                "{'metadata':[]}|metadata|must be an object",
                "{'metadata':'{}'}|metadata|must be an object",
            })
    void aWrongTypeIsToldByTheNameThatTheClientUsed(String json, String field, String message) {
        assertEquals(
                Set.of(new Violation(field, message)), violations(binder, json.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5.0", "5e0", "0.5e1"})
    void aWholeNumberMayBeWrittenInManyWays(String number) {
        assertEquals(5, bind("{\"count\":" + number + "}").count());
        assertEquals(5L, bind("{\"seq\":" + number + "}").seq());
    }

    @Test
    void allWrongTypesAreToldAtOnce() {
        assertEquals(
                Set.of(
                        new Violation("content", "must be a string"),
                        new Violation("flag", "must be true or false")),
                violations(binder, "{\"content\":5,\"flag\":5}"));
    }

    @Test
    void allViolationsOfTheRulesAreToldByTheNamesThatTheClientUsed() {
        PayloadBinder strict = new PayloadBinder(Strict.class, VALIDATOR);
        assertEquals(
                Set.of(
                        new Violation("roomId", "is missing"),
                        new Violation("content", "is too long")),
                violations(strict, "{\"content\":\"long\"}"));
        assertEquals(
                new Strict("r", "abc"), strict.bind(value("{\"room\":\"r\",\"content\":\"abc\"}")));
    }

    @Test
    void aComponentThatNoPayloadCanHoldIsAMistakeOfOurs() {
        PayloadBinder wrong = new PayloadBinder(Wrong.class, VALIDATOR);
        JsonValue payload = value("{\"list\":[]}");
        assertThrows(IllegalStateException.class, () -> wrong.bind(payload));
    }

    private record Wrong(List<String> list) {}
}
