package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void aMessageHoldsItsFramesInOrder() {
        Frame tell = new Frame(Frame.Kind.TELL, "feed", 0, new byte[] {1, 2});
        Frame ask = new Frame(Frame.Kind.ASK, "connections", 7, new byte[0]);
        byte[] message = Frame.message(List.of(tell, ask));
        List<Frame> frames = Frame.frames(message, 0, message.length);
        assertEquals(2, frames.size());
        assertEquals("feed", frames.get(0).topic());
        assertArrayEquals(new byte[] {1, 2}, frames.get(0).payload());
        assertEquals(Frame.Kind.ASK, frames.get(1).kind());
        assertEquals(7, frames.get(1).question());
    }

    @Test
    void aMessageMayBeAPartOfAnArray() {
        byte[] message =
                Frame.message(List.of(new Frame(Frame.Kind.TELL, "feed", 0, new byte[] {9})));
        byte[] array = new byte[message.length + 5];
        System.arraycopy(message, 0, array, 3, message.length);
        assertEquals(1, Frame.frames(array, 3, message.length).size());
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
                IllegalArgumentException.class, () -> Frame.frames(message, 0, message.length));
    }

    @Test
    void theSizeIsThatOnTheWire() {
        Frame frame = new Frame(Frame.Kind.TELL, "feed", 0, new byte[10]);
        assertEquals(Frame.message(List.of(frame)).length - 1, frame.size());
    }
}
