package dev.parley.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.hub.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketCodecTest {

    private static final OptionalLong NO_ACK = OptionalLong.empty();

    private static JsonArray array(String json) {
        return Json.read(json).asJsonArray();
    }

    private static JsonObject object(String json) {
        return Json.read(json).asJsonObject();
    }

    private static Packet event(String namespace, String json) {
        return new Packet.Event(namespace, NO_ACK, array(json));
    }

    private static Packet event(String namespace, long ack, String json) {
        return new Packet.Event(namespace, OptionalLong.of(ack), array(json));
    }

    static Stream<Arguments> packets() {
        return Stream.of(
                Arguments.of("0", new Packet.Connect("/", object("{}"))),
                Arguments.of(
                        "0{\"token\":\"123\"}",
                        new Packet.Connect("/", object("{\"token\":\"123\"}"))),
                Arguments.of("0/custom,", new Packet.Connect("/custom", object("{}"))),
                Arguments.of("0/custom", new Packet.Connect("/custom", object("{}"))),
                Arguments.of(
                        "0/custom,{\"a\":1}", new Packet.Connect("/custom", object("{\"a\":1}"))),
                Arguments.of("0/custom?a=1,", new Packet.Connect("/custom?a=1", object("{}"))),
                Arguments.of("1", new Packet.Disconnect("/")),
                Arguments.of("1/custom,", new Packet.Disconnect("/custom")),
                Arguments.of("1/custom", new Packet.Disconnect("/custom")),
                Arguments.of(
                        "2[\"message\",1,\"2\",{\"3\":[true]}]",
                        event("/", "[\"message\",1,\"2\",{\"3\":[true]}]")),
                Arguments.of("2[1,2]", event("/", "[1,2]")),
                Arguments.of("2[\"\"]", event("/", "[\"\"]")),
                Arguments.of("2/custom,[\"a\"]", event("/custom", "[\"a\"]")),
                Arguments.of("20[\"a\"]", event("/", 0, "[\"a\"]")),
                Arguments.of("2456[\"a\"]", event("/", 456, "[\"a\"]")),
                Arguments.of(
                        "29007199254740992[\"a\"]", event("/", 9_007_199_254_740_992L, "[\"a\"]")),
                Arguments.of("2/custom,12[\"a\"]", event("/custom", 12, "[\"a\"]")),
                Arguments.of(
                        "2[\"a\",{\"_placeholder\":true,\"num\":0}]",
                        event("/", "[\"a\",{\"_placeholder\":true,\"num\":0}]")),
                Arguments.of("30[]", new Packet.Ack("/", 0, array("[]"))),
                Arguments.of("3456[1,null]", new Packet.Ack("/", 456, array("[1,null]"))),
                Arguments.of("3/custom,7[{}]", new Packet.Ack("/custom", 7, array("[{}]"))));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aClientMaySend(String wire, Packet packet) throws PacketException {
        assertEquals(packet, PacketCodec.decode(wire));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                " 2[\"a\"]",
                "7",
                "9",
                // CONNECT
                "0[]",
                "0null",
                "0\"x\"",
                "0{bad",
                "0{}{}",
                "0123",
                "0/custom,[]",
                // DISCONNECT
                "1{}",
                "1[]",
                "1/custom,{}",
                "1x",
                // EVENT
                "2",
                "2/custom",
                "2/custom,",
                "2{}",
                "2[]",
                "2[null]",
                "2[true]",
                "2[{}]",
                "2[[\"a\"]]",
                "2\"a\"",
                "2[\"a\"",
                "2[\"a\"]x",
                "2[\"a\"][\"b\"]",
                "2abc[\"x\"]",
                "2-1[\"x\"]",
                "21.5[\"x\"]",
                "2١[\"x\"]",
                "2 1[\"x\"]",
                "299999999999999999[\"x\"]",
                "212",
                "2[\"connect\"]",
                "2[\"connect_error\"]",
                "2[\"disconnect\",1]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                // ACK
                "3",
                "3[]",
                "3/custom,[1]",
                "399",
                "399{}",
                "399null",
                "3x[]",
                // only servers send it
                "4",
                "4{\"message\":\"x\"}",
                // binary
                "5",
                "5[\"x\"]",
                "5-[\"x\"]",
                "51.5-[\"x\"]",
                "50-[\"x\"]",
                "5-1-[\"x\"]",
                "599999-[\"x\"]",
                "60-0[]",
            })
    void aClientMayNotSend(String wire) {
        assertThrows(PacketException.class, () -> PacketCodec.decode(wire));
    }

    @Property
    void anyTextIsAPacketOrIsRefused(@ForAll String text) {
        decodeOrRefuse(text);
    }

    @Property
    void anyTextThatLooksLikeAPacketIsOneOrIsRefused(@ForAll("almostPackets") String text) {
        decodeOrRefuse(text);
    }

    private static void decodeOrRefuse(String text) {
        try {
            PacketCodec.decode(text);
        } catch (PacketException expected) {
            // That is what it is for.
        }
    }

    @Provide
    Arbitrary<String> almostPackets() {
        return Arbitraries.strings()
                .withChars("0123456789/,-[]{}\":etrufalsn. \\xyz\u0000😀")
                .ofMaxLength(30)
                .map(rest -> "2" + rest)
                .injectDuplicates(0.1);
    }

    @Property
    void anEventSurvives(
            @ForAll("namespaces") String namespace,
            @ForAll("acks") OptionalLong ack,
            @ForAll("names") String name,
            @ForAll("json") JsonValue data)
            throws PacketException {
        String wire = PacketCodec.event(namespace, ack, name, List.of(Json.write(data)), 0);
        JsonArray array = Json.provider().createArrayBuilder().add(name).add(data).build();
        assertEquals(new Packet.Event(namespace, ack, array), PacketCodec.decode(wire));
    }

    @Property
    void anAcknowledgementSurvives(
            @ForAll("namespaces") String namespace, @ForAll("json") JsonValue data)
            throws PacketException {
        String wire = PacketCodec.ack(namespace, 5, List.of(Json.write(data)), 0);
        JsonArray array = Json.provider().createArrayBuilder().add(data).build();
        assertEquals(new Packet.Ack(namespace, 5, array), PacketCodec.decode(wire));
    }

    @Provide
    Arbitrary<String> namespaces() {
        return Arbitraries.of("/", "/chat", "/a/b", "/123", "/custom?a=1");
    }

    @Provide
    Arbitrary<OptionalLong> acks() {
        return Arbitraries.longs()
                .between(0, 1L << 53)
                .map(OptionalLong::of)
                .injectNull(0.2)
                .map(id -> id == null ? NO_ACK : id);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().ofMaxLength(20).map(name -> "n" + name);
    }

    @Provide
    Arbitrary<JsonValue> json() {
        return json(3);
    }

    private static Arbitrary<JsonValue> json(int depth) {
        Arbitrary<JsonValue> leaf =
                Arbitraries.oneOf(
                        Arbitraries.of(JsonValue.NULL, JsonValue.TRUE, JsonValue.FALSE),
                        Arbitraries.strings().map(Json.provider()::createValue),
                        Arbitraries.longs().map(Json.provider()::createValue),
                        Arbitraries.bigDecimals().map(Json.provider()::createValue));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonValue> inner = Arbitraries.lazy(() -> json(depth - 1));
        Arbitrary<JsonValue> arrays =
                inner.list()
                        .ofMaxSize(4)
                        .map(
                                values -> {
                                    JsonArrayBuilder array = Json.provider().createArrayBuilder();
                                    values.forEach(array::add);
                                    return array.build();
                                });
        Arbitrary<JsonValue> objects =
                Combinators.combine(Arbitraries.strings().list().ofSize(3), inner.list().ofSize(3))
                        .as(
                                (keys, values) -> {
                                    JsonObjectBuilder made = Json.provider().createObjectBuilder();
                                    for (int i = 0; i < 3; i++) {
                                        made.add(keys.get(i), values.get(i));
                                    }
                                    return made.build();
                                });
        return Arbitraries.oneOf(leaf, arrays, objects);
    }

    @Test
    void theServerWritesPacketsAsTheClientsKnowThem() {
        assertEquals("0{\"sid\":\"x\"}", PacketCodec.connected("/", "x", Optional.empty()));
        assertEquals(
                "0/custom,{\"sid\":\"x\"}",
                PacketCodec.connected("/custom", "x", Optional.empty()));
        assertEquals(
                "4/random,{\"message\":\"Invalid namespace\"}",
                PacketCodec.connectError("/random", "Invalid namespace", null));
        assertEquals(
                "4{\"message\":\"no way\",\"data\":{\"why\":\"x\"}}",
                PacketCodec.connectError("/", "no way", "{\"why\":\"x\"}"));
        assertEquals("1", PacketCodec.disconnect("/"));
        assertEquals("1/custom,", PacketCodec.disconnect("/custom"));
        assertEquals("2[\"a\",{}]", PacketCodec.event("/", NO_ACK, "a", List.of("{}"), 0));
        assertEquals(
                "2/custom,0[\"a\",{}]",
                PacketCodec.event("/custom", OptionalLong.of(0), "a", List.of("{}"), 0));
        assertEquals("30[1]", PacketCodec.ack("/", 0, List.of("1"), 0));
        assertEquals("3/custom,456[{}]", PacketCodec.ack("/custom", 456, List.of("{}"), 0));
    }
}
