package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Binary;
import dev.parley.api.ErrorCode;
import dev.parley.api.Field;
import dev.parley.api.RefusedException;
import dev.parley.api.Violation;
import dev.parley.hub.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
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

    private enum Color {
        RED,
        GREEN
    }

    private record Item(
            @Field(aliases = "article") @NotNull String name,
            @Min(1) int count,
            BigDecimal price) {}

    /** A class that is no record: JSON-B makes it. */
    public static class Address {
        public String city;

        @Override
        public boolean equals(Object other) {
            return other instanceof Address address && Objects.equals(city, address.city);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(city);
        }
    }

    private record Rich(
            int number,
            boolean yes,
            double ratio,
            char letter,
            Color color,
            BigDecimal price,
            BigInteger huge,
            LocalDate day,
            Instant time,
            Duration length,
            UUID uuid,
            URI link,
            Optional<String> maybe,
            @Valid List<Item> items,
            Map<String, Integer> stock,
            Map<Color, List<String>> tags,
            Set<Long> ids,
            int[] numbers,
            Object anything,
            Address address,
            @JsonbProperty("in") Item inner) {}

    private static final String RICH =
            "{'number':5,'yes':true,'ratio':0.5,'letter':'x','color':'GREEN','price':9.90,'huge':123456789012345678901,"
                    + "'day':'2026-01-31','time':'2026-01-31T12:00:00Z','length':'PT1H',"
                    + "'uuid':'123e4567-e89b-12d3-a456-426614174000','link':'https://example.org/x','maybe':'m',"
                    + "'items':[{'name':'tea','count':2,'price':1.5},{'article':'cup','count':1}],"
                    + "'stock':{'tea':3},'tags':{'RED':['a','b']},'ids':[1,2,1],'numbers':[1,2],"
                    + "'anything':{'a':[1,true,null,'x']},'address':{'city':'Rome'},'in':{'name':'n','count':1}}";

    private final PayloadBinder rich = new PayloadBinder(Rich.class, VALIDATOR);

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    /** The rich payload with another value of one field. */
    private static String richWith(String field, String value) {
        JsonObject original = value(json(RICH)).asJsonObject();
        return Json.provider()
                .createObjectBuilder(original)
                .add(field, value(json(value)))
                .build()
                .toString();
    }

    @Test
    void bytesAreKeptOrRefusedButNeverBecomeText() {
        JsonObject bytes =
                Json.provider()
                        .createObjectBuilder()
                        .add("city", new Binary(new byte[] {1}))
                        .build();
        JsonObject with =
                Json.provider()
                        .createObjectBuilder(value(json(RICH)).asJsonObject())
                        .add("anything", bytes)
                        .build();
        Rich bound = (Rich) rich.bind(with);
        assertEquals(Map.of("city", new Binary(new byte[] {1})), bound.anything());

        JsonObject inClass =
                Json.provider().createObjectBuilder(with).add("address", bytes).build();
        RefusedException refused = assertThrows(RefusedException.class, () -> rich.bind(inClass));
        assertEquals(
                List.of(new Violation("address", "must not contain binary data")),
                refused.violations());
    }

    @Test
    void aRecordMayHaveWhateverJsonBinds() {
        Rich bound = (Rich) rich.bind(value(json(RICH)));
        assertEquals(5, bound.number());
        assertTrue(bound.yes());
        assertEquals(0.5, bound.ratio());
        assertEquals('x', bound.letter());
        assertEquals(Color.GREEN, bound.color());
        assertEquals(new BigDecimal("9.90"), bound.price());
        assertEquals(new BigInteger("123456789012345678901"), bound.huge());
        assertEquals(LocalDate.of(2026, 1, 31), bound.day());
        assertEquals(Instant.parse("2026-01-31T12:00:00Z"), bound.time());
        assertEquals(Duration.ofHours(1), bound.length());
        assertEquals(UUID.fromString("123e4567-e89b-12d3-a456-426614174000"), bound.uuid());
        assertEquals(URI.create("https://example.org/x"), bound.link());
        assertEquals(Optional.of("m"), bound.maybe());
        assertEquals(
                List.of(new Item("tea", 2, new BigDecimal("1.5")), new Item("cup", 1, null)),
                bound.items());
        assertEquals(Map.of("tea", 3), bound.stock());
        assertEquals(Map.of(Color.RED, List.of("a", "b")), bound.tags());
        assertEquals(Set.of(1L, 2L), bound.ids());
        assertArrayEquals(new int[] {1, 2}, bound.numbers());
        assertEquals(
                Map.of("a", Arrays.asList(new BigDecimal(1), true, null, "x")), bound.anything());
        assertEquals("Rome", bound.address().city);
        assertEquals(new Item("n", 1, null), bound.inner());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "number|'5'|number|must be a whole number",
                "number|1.5|number|must be a whole number in range",
                "number|null|number|is required",
                "yes|null|yes|is required",
                "ratio|'a'|ratio|must be a number",
                "ratio|1e50000|ratio|is out of range",
                "letter|'xy'|letter|must be a single character",
                "color|'BLUE'|color|must be one of RED, GREEN",
                "color|'red'|color|must be one of RED, GREEN",
                "color|0|color|must be one of RED, GREEN",
                "price|'9.90'|price|must be a number",
                "price|1e999999999|price|is out of range",
                "huge|1e999999999|huge|must be a whole number",
                "day|'31.1.2026'|day|must be a date such as 2026-01-31",
                "day|20260131|day|must be a date such as 2026-01-31",
                "time|'2026-01-31'|time|must be a time such as 2026-01-31T12:00:00Z",
                "uuid|'1-1-1-1-1'|uuid|must be a UUID",
                "maybe|5|maybe|must be a string",
                "items|{}|items|must be an array",
                "items|[{'name':'a','count':1},5]|items[1]|must be an object",
                "items|[{'name':'a','count':1},{'name':'b','count':1},{'name':'c','count':1,'price':'x'}]|items[2].price|must be a number",
                "items|[{'article':5,'count':1}]|items[0].article|must be a string",
                "items|[{'name':'a'}]|items[0].count|is required",
                "items|[{'name':'a','count':0}]|items[0].count|must be greater than or equal to 1",
                "stock|[]|stock|must be an object",
                "stock|{'tea':'three'}|stock[tea]|must be a whole number",
                "tags|{'BLUE':[]}|tags[BLUE]|must be one of RED, GREEN",
                "tags|{'RED':[5]}|tags[RED][0]|must be a string",
                "ids|[1,'2']|ids[1]|must be a whole number",
                "numbers|[1,null]|numbers[1]|is required",
                "address|'Rome'|address|is not a valid Address",
                "in|{'name':5,'count':1}|in.name|must be a string",
            })
    void aWrongTypeIsToldWithItsPath(String field, String value, String path, String message) {
        assertEquals(
                Set.of(new Violation(path, message)), violations(rich, richWith(field, value)));
    }

    @Test
    void whatIsAbsentIsEmptyOrNullButForPrimitives() {
        Set<String> missing =
                violations(rich, "{}").stream().map(Violation::field).collect(Collectors.toSet());
        assertEquals(Set.of("number", "yes", "ratio", "letter"), missing);
        Rich sparse =
                (Rich) rich.bind(value(json("{'number':1,'yes':false,'ratio':1,'letter':'a'}")));
        assertEquals(Optional.empty(), sparse.maybe());
        assertNull(sparse.items());
    }

    private record Counts(List<Integer> all, Map<String, @Min(5) Integer> byName) {}

    @Test
    void aReplyIsNotMuchLargerThanItsPayload() {
        PayloadBinder counts = new PayloadBinder(Counts.class, VALIDATOR);
        String wrong = String.join(",", Collections.nCopies(10_000, "'x'"));
        assertEquals(100, violations(counts, json("{'all':[" + wrong + "]}")).size());

        String name = "<".repeat(60_000);
        Set<Violation> few = violations(counts, json("{'byName':{'" + name + "':1}}"));
        assertEquals(1, few.size());
        assertTrue(few.iterator().next().field().length() < 300);
    }

    private record Node(String name, List<Node> children) {}

    @Test
    void aRecordMayContainItself() {
        PayloadBinder tree = new PayloadBinder(Node.class, VALIDATOR);
        assertEquals(
                new Node("a", List.of(new Node("b", null))),
                tree.bind(value(json("{'name':'a','children':[{'name':'b'}]}"))));
        assertEquals(
                Set.of(new Violation("children[0].children[0].name", "must be a string")),
                violations(tree, json("{'children':[{'children':[{'name':5}]}]}")));
    }

    private record Page<T>(List<T> found, T first) {}

    private record Pages(Page<Item> items, Page<Long> numbers) {}

    @Test
    void aGenericRecordIsReadAsItsUserDeclaresIt() {
        PayloadBinder pages = new PayloadBinder(Pages.class, VALIDATOR);
        assertEquals(
                new Pages(
                        new Page<>(List.of(new Item("a", 1, null)), null),
                        new Page<>(List.of(), 7L)),
                pages.bind(
                        value(
                                json(
                                        "{'items':{'found':[{'name':'a','count':1}]},'numbers':{'found':[],'first':7}}"))));
    }

    private record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from must not be greater than to");
            }
        }
    }

    private record Ranges(List<Range> all) {}

    @Test
    void whatAConstructorRejectsIsAViolation() {
        PayloadBinder ranges = new PayloadBinder(Ranges.class, VALIDATOR);
        assertEquals(
                Set.of(new Violation("all[1]", "from must not be greater than to")),
                violations(ranges, json("{'all':[{'from':1,'to':2},{'from':2,'to':1}]}")));
    }

    private record Order(@NotNull List<String> lines, String customer) {
        Order {
            lines = List.copyOf(lines);
            Objects.requireNonNull(customer, "customer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'lines':[]}", "{'lines':[null],'customer':'anna'}"})
    void aConstructorThatFindsNullRefusesThePayload(String payload) {
        PayloadBinder orders = new PayloadBinder(Order.class, VALIDATOR);
        assertEquals(
                Set.of(new Violation("", "is invalid: a required value is missing or null")),
                violations(orders, json(payload)));
    }

    private record Measured(double wide, Float narrow) {}

    @ParameterizedTest
    @ValueSource(
            strings = {"1e-150", "-1e150", "1.7976931348623157e308", "4.9e-324", "0e999", "0e-999"})
    void aDoubleMayHaveEveryValueInItsRange(String number) {
        PayloadBinder measured = new PayloadBinder(Measured.class, VALIDATOR);
        assertEquals(
                new Measured(Double.parseDouble(number), null),
                measured.bind(value("{\"wide\":" + number + "}")));
    }

    @Test
    void aDoubleMayHaveManyDigits() {
        PayloadBinder measured = new PayloadBinder(Measured.class, VALIDATOR);
        String third = "0." + "3".repeat(200);
        assertEquals(
                new Measured(1 / 3.0, 1 / 3f),
                measured.bind(value("{\"wide\":" + third + ",\"narrow\":" + third + "}")));
    }

    @ParameterizedTest
    @CsvSource({
        "wide, 1e309",
        "wide, 1e-400",
        "wide, 1e999999999",
        "wide, -1e-999999999",
        "narrow, 1e39",
        "narrow, 1e-50",
        "narrow, -1e999999999",
    })
    void aDoubleOrFloatOutOfItsRangeIsRefused(String field, String number) {
        PayloadBinder measured = new PayloadBinder(Measured.class, VALIDATOR);
        String payload =
                Json.provider()
                        .createObjectBuilder()
                        .add("wide", 1)
                        .add(field, value(number))
                        .build()
                        .toString();
        assertEquals(
                Set.of(new Violation(field, "is out of range")), violations(measured, payload));
    }

    private record Sorted(
            SortedSet<String> names,
            NavigableSet<Color> colors,
            TreeSet<Number> numbers,
            SortedMap<CharSequence, Integer> stock,
            TreeMap<Long, String> byNumber,
            Map<UUID, Integer> byUuid) {}

    @Test
    void sortedCollectionsAreSortedAndMapsHaveKeysOfManyTypes() {
        PayloadBinder sorted = new PayloadBinder(Sorted.class, VALIDATOR);
        Sorted bound =
                (Sorted)
                        sorted.bind(
                                value(
                                        json(
                                                "{'names':['b','a'],'colors':['GREEN','RED'],'numbers':[2,1.5],"
                                                        + "'stock':{'tea':1,'cup':2},'byNumber':{'10':'x','9':'y'},"
                                                        + "'byUuid':{'123e4567-e89b-12d3-a456-426614174000':1}}")));
        assertEquals(List.of("a", "b"), List.copyOf(bound.names()));
        assertEquals(List.of(Color.RED, Color.GREEN), List.copyOf(bound.colors()));
        assertEquals(
                List.of(new BigDecimal("1.5"), new BigDecimal(2)), List.copyOf(bound.numbers()));
        assertEquals(List.of("cup", "tea"), List.copyOf(bound.stock().keySet()));
        assertEquals(List.of(9L, 10L), List.copyOf(bound.byNumber().keySet()));
        assertEquals(
                Set.of(UUID.fromString("123e4567-e89b-12d3-a456-426614174000")),
                bound.byUuid().keySet());
        assertEquals(
                Set.of(new Violation("names", "must not contain null")),
                violations(sorted, json("{'names':['a',null]}")));
    }

    private record Unordered(
            SortedSet<Item> items,
            TreeSet<Object> anything,
            SortedMap<ZoneId, String> zones,
            Map<Boolean, String> flags,
            Map<Item, String> byItem,
            TreeMap<List<String>, String> byList,
            Map<Address, String> byAddress) {}

    @Test
    void elementsThatCannotBeSortedAndKeysThatHaveNoTextAreNamed() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new PayloadBinder(Unordered.class, VALIDATOR))
                        .getMessage();
        String place = Unordered.class.getName();
        String item = Item.class.getTypeName();
        String elements = ": the elements of a sorted set must be Comparable, and ";
        String keys = ": a map cannot have keys of the type ";
        assertEquals(
                Set.of(
                        place + ".items" + elements + item + " is not",
                        place + ".anything" + elements + "java.lang.Object is not",
                        place
                                + ".zones: the keys of a sorted map must be Comparable, and java.time.ZoneId is not",
                        place + ".flags" + keys + "java.lang.Boolean",
                        place + ".byItem" + keys + item,
                        place + ".byList" + keys + "java.util.List<java.lang.String>",
                        place + ".byAddress" + keys + Address.class.getTypeName()),
                Set.of(message.split("; ")));
    }

    private record Wrong(
            List<Thread> threads,
            Map<String, Runnable> tasks,
            @Field(id = true) Long id,
            @Field(aliases = "id") String other,
            @JsonbDateFormat("dd.MM.yyyy") LocalDate day) {}

    @Test
    void allComponentsThatNoPayloadCanBeAreNamed() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new PayloadBinder(Wrong.class, VALIDATOR))
                        .getMessage();
        String place = Wrong.class.getName();
        assertEquals(
                Set.of(
                        place + ".threads: unsupported payload type java.lang.Thread",
                        place + ".tasks: unsupported payload type java.lang.Runnable",
                        place + ".id: a @Field with id or bare must be a String",
                        place + " has two fields with the name or alias id",
                        place + ".day: @JsonbDateFormat is not supported in payloads"),
                Set.of(message.split("; ")));
    }
}
