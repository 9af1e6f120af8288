package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private final Layout layout = Layout.parse("10x100");

    @Test
    void allMembersOfAllRoomsSendInTurn() {
        long senders = IntStream.range(0, 1000).map(layout::sender).distinct().count();
        assertEquals(1000, senders);
        assertEquals(layout.sender(0), layout.sender(1000));
    }

    @Test
    void messagesGoToTheRoomsInTurn() {
        int[] rooms = IntStream.range(0, 10).map(n -> layout.roomOf(layout.sender(n))).toArray();
        assertEquals(10, IntStream.of(rooms).distinct().count());
    }

    @Test
    void whatIsTooMuchIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Layout.parse("1x25001"));
        assertThrows(IllegalArgumentException.class, () -> Layout.parse("0x5"));
        assertThrows(IllegalArgumentException.class, () -> Layout.parse("100"));
    }
}
