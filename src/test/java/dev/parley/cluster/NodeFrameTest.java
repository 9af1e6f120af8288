package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeFrameTest {

    @Test
    void aMessageHoldsItsFramesInOrder() {
        NodeFrame tell = new NodeFrame(NodeFrame.Kind.TELL, "feed", 0, new byte[] {1, 2});
        NodeFrame ask = new NodeFrame(NodeFrame.Kind.ASK, "connections", 7, new byte[0]);
        byte[] message = NodeFrame.message(List.of(tell, ask));
        List<NodeFrame> frames = NodeFrame.frames(message, 0, message.length);
        assertEquals(2, frames.size());
        assertEquals("feed", frames.get(0).topic());
        assertArrayEquals(new byte[] {1, 2}, frames.get(0).payload());
        assertEquals(NodeFrame.Kind.ASK, frames.get(1).kind());
        assertEquals(7, frames.get(1).question());
    }

    @Test
    void aMessageMayBeAPartOfAnArray() {
        byte[] message =
                NodeFrame.message(
                        List.of(new NodeFrame(NodeFrame.Kind.TELL, "feed", 0, new byte[] {9})));
        byte[] array = new byte[message.length + 5];
        System.arraycopy(message, 0, array, 3, message.length);
        assertEquals(1, NodeFrame.frames(array, 3, message.length).size());
    }

    @Test
    void aFrameOfAnUnknownKindIsRefused() {
        byte[] message =
                new ByteWriter(1)
                        .number(9)
                        .text("feed")
                        .longInteger(0)
                        .bytes(new byte[0])
                        .toBytes();
        assertThrows(
                IllegalArgumentException.class, () -> NodeFrame.frames(message, 0, message.length));
    }

    @Test
    void theSizeIsThatOnTheWire() {
        NodeFrame frame = new NodeFrame(NodeFrame.Kind.TELL, "feed", 0, new byte[10]);
        assertEquals(NodeFrame.message(List.of(frame)).length - 1, frame.size());
    }
}
