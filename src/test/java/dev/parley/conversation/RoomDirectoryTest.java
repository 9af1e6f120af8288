package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.history.RoomInfo;
import dev.parley.history.RoomStore.Listed;
import dev.parley.history.Visibility;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomDirectoryTest {

    private static List<Listed> rooms(int count, String topic) {
        RoomInfo room =
                new RoomInfo("room", "Room", topic, Visibility.PUBLIC, 0, "epoch", 0, 0, false);
        return Collections.nCopies(count, new Listed(room, null, 0, 0));
    }

    @Test
    void aPageOfRoomsIsLimitedInBytes() {
        assertEquals(100, RoomDirectory.fitting(rooms(100, null), 256 * 1024));
        // JSON writes each of these characters as six.
        assertEquals(79, RoomDirectory.fitting(rooms(100, "\u0001".repeat(500)), 256 * 1024));
    }

    @Test
    void aPageOfRoomsHasAtLeastOne() {
        assertEquals(1, RoomDirectory.fitting(rooms(2, "a topic"), 1));
    }

    @Test
    void aPageMayBeEmpty() {
        assertEquals(0, RoomDirectory.fitting(List.of(), 1_000));
    }
}
