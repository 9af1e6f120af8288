package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.engineio.EnginePacket.Binary;
import dev.parley.engineio.EnginePacket.Close;
import dev.parley.engineio.EnginePacket.Encoded;
import dev.parley.engineio.EnginePacket.Malformed;
import dev.parley.engineio.EnginePacket.Message;
import dev.parley.engineio.EnginePacket.Noop;
import dev.parley.engineio.EnginePacket.Open;
import dev.parley.engineio.EnginePacket.Ping;
import dev.parley.engineio.EnginePacket.Pong;
import dev.parley.engineio.EnginePacket.Upgrade;
import java.util.Base64;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePacketCodecTest {

    static Stream<Arguments> packets() {
        return Stream.of(
                Arguments.of("0{\"sid\":\"x\"}", new Open("{\"sid\":\"x\"}")),
                Arguments.of("1", new Close()),
                Arguments.of("2", new Ping("")),
                Arguments.of("2probe", new Ping("probe")),
                Arguments.of("3", new Pong("")),
                Arguments.of("3probe", new Pong("probe")),
                Arguments.of("4", new Message("")),
                Arguments.of("42[\"a\"]", new Message("2[\"a\"]")),
                Arguments.of("5", new Upgrade()),
                Arguments.of("6", new Noop()));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aTextIsAPacket(String wire, EnginePacket packet) {
        assertEquals(packet, EnginePacketCodec.decode(wire));
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aPacketIsAText(String wire, EnginePacket packet) {
        assertEquals(wire, EnginePacketCodec.encode(packet));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "9x", "abc", " 4", "b4", "٤", "-1", "\u0000"})
    void whatIsNoPacketBecomesOneThatSaysSo(String wire) {
        assertInstanceOf(Malformed.class, EnginePacketCodec.decode(wire));
    }

    @Test
    void whatWasWrittenBeforeIsSentAsItIs() {
        assertEquals("42[\"a\"]", EnginePacketCodec.encode(new Encoded("42[\"a\"]")));
    }

    @Test
    void whatIsMalformedIsNotSent() {
        Malformed malformed = new Malformed("x");
        assertThrows(IllegalArgumentException.class, () -> EnginePacketCodec.encode(malformed));
    }

    @Property
    void anyTextIsAPacketOfSomeKind(@ForAll String text) {
        EnginePacket packet = EnginePacketCodec.decode(text);
        if (text.startsWith("b")) {
            // Base64, or none.
            return;
        }
        assertEquals(
                text.isEmpty() || "0123456".indexOf(text.charAt(0)) < 0,
                packet instanceof Malformed);
    }

    @Test
    void base64MayHaveLineBreaksAsTheClientInJavaSendsThem() {
        byte[] data = new byte[100];
        String wire =
                "b" + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(data) + "\n";
        Binary binary = assertInstanceOf(Binary.class, EnginePacketCodec.decode(wire));
        assertArrayEquals(data, binary.data());
    }

    @Property
    void aMessageSurvives(@ForAll String text) {
        String wire = EnginePacketCodec.encode(new Message(text));
        assertEquals(new Message(text), EnginePacketCodec.decode(wire));
    }
}
