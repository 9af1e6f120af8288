package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.flow.Frame;
import dev.parley.flow.Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private static Frame frame(Object... parts) {
        return new Frame(List.of(parts), 1, Loss.NEVER);
    }

    @Test
    void packetsHaveASeparatorBetweenThemAndNoneAfterThem() {
        assertEquals(
                "4one\u001e2\u001e4three",
                Payload.encode(
                        List.of(
                                frame(new EnginePacket.Message("one")),
                                frame(new EnginePacket.Ping("")),
                                frame(new EnginePacket.Encoded("4three")))));
    }

    @Test
    void bytesAreInBase64WithPaddingBehindTheirMessage() {
        assertEquals(
                "4x\u001ebAQIDBA==",
                Payload.encode(
                        List.of(frame(new EnginePacket.Encoded("4x"), new byte[] {1, 2, 3, 4}))));
    }

    @Test
    void packetsAreReadInTheirOrder() {
        assertEquals(
                List.of(
                        new EnginePacket.Message("one"),
                        new EnginePacket.Pong(""),
                        new EnginePacket.Message("")),
                Payload.decode("4one\u001e3\u001e4"));
    }

    @Test
    void whatIsNoPacketIsReadAsMalformedInItsPlace() {
        List<EnginePacket> packets = Payload.decode("4one\u001eabc\u001e\u001eb=!\u001e4two");
        assertEquals(new EnginePacket.Message("one"), packets.get(0));
        for (int i = 1; i <= 3; i++) {
            assertInstanceOf(EnginePacket.Malformed.class, packets.get(i));
        }
        assertEquals(new EnginePacket.Message("two"), packets.get(4));
    }

    @Test
    void anEmptyBodyIsMalformed() {
        assertInstanceOf(EnginePacket.Malformed.class, Payload.decode("").get(0));
    }

    @Test
    void aQueryIsReadWhateverItsOrderAndExtras() {
        assertEquals(
                Map.of("transport", "polling", "EIO", "4", "t", "", "a b", "ü&"),
                Query.parse("transport=polling&t&EIO=4&a+b=%C3%BC%26&EIO=3&=x&"));
        assertEquals(Map.of(), Query.parse(null));
        assertEquals(Map.of("a", "%zz"), Query.parse("a=%zz"));
    }
}
