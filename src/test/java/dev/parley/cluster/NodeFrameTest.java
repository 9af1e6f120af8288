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
    void aFrameOfAKindOfANewerVersionIsSkipped() {
        byte[] message =
                new ByteWriter(1)
                        .number(9)
                        .text("feed")
                        .longInteger(0)
                        .bytes(new byte[5])
                        .number(NodeFrame.Kind.TELL.ordinal())
                        .text("known")
                        .longInteger(0)
                        .bytes(new byte[0])
                        .toBytes();
        List<NodeFrame> frames = NodeFrame.frames(message, 0, message.length);
        assertEquals(List.of("known"), frames.stream().map(NodeFrame::topic).toList());
    }

    @Test
    void aMessageOfAnotherVersionIsRefused() {
        byte[] message = {2, 0};
        assertThrows(
                IllegalArgumentException.class, () -> NodeFrame.frames(message, 0, message.length));
    }

    @Test
    void theSizeIsThatOnTheWire() {
        NodeFrame frame = new NodeFrame(NodeFrame.Kind.TELL, "feed", 0, new byte[10]);
        assertEquals(NodeFrame.message(List.of(frame)).length - 1, frame.size());
    }

    @Test
    void malformedMessagesAreRefused() {
        NodeFrame frame = new NodeFrame(NodeFrame.Kind.ASK, "feed", 7, new byte[20]);
        byte[] good = NodeFrame.message(List.of(frame, frame));
        Malformed.feed(1, good, bytes -> NodeFrame.frames(bytes, 0, bytes.length));
    }
}
