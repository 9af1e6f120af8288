package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Loss;
import dev.parley.engineio.EnginePacket.Malformed;
import dev.parley.engineio.EnginePacket.Message;
import dev.parley.flow.Frame;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void packetsAreKeptInTheirOrder() {
        assertEquals(
                List.of(new Message("a"), new Message(""), new Message("ä")),
                Payload.decode("4a\u001e4\u001e4ä"));
    }

    @Test
    void nothingIsReadBehindWhatIsNoPacket() {
        List<EnginePacket> packets = Payload.decode("4a\u001ex\u001e4b");
        assertEquals(2, packets.size());
        assertEquals(new Message("a"), packets.get(0));
        assertInstanceOf(Malformed.class, packets.get(1));
    }

    @Test
    void aBodyOfSeparatorsIsOneMalformedPacket() {
        assertEquals(1, Payload.decode("\u001e".repeat(100_000)).size());
    }

    @Test
    void aFrameOfSeveralPartsIsSeveralPackets() {
        Frame frame = new Frame(List.of(new Message("x"), new byte[] {1, 2, 3, 4}), 9, Loss.NEVER);
        assertEquals("4x\u001ebAQIDBA==", Payload.encode(List.of(frame)));
    }

    @Property
    void anyBodyIsPacketsAndOnlyTheLastMayBeMalformed(@ForAll("bodies") String body) {
        List<EnginePacket> packets = Payload.decode(body);
        assertTrue(
                packets.subList(0, packets.size() - 1).stream()
                        .noneMatch(Malformed.class::isInstance));
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().withChars("0123456789b=A\u001e{}[]\"").ofMaxLength(60));
    }
}
