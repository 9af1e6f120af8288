package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.cluster.Malformed;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PresenceEntryTest {

    @Property
    void anEntrySurvivesTheWayThroughTheCache(
            @ForAll int connections,
            @ForAll boolean left,
            @ForAll @StringLength(max = 128) String username) {
        PresenceEntry entry = new PresenceEntry(connections, left, username);
        assertEquals(entry, PresenceEntry.fromBytes(entry.toBytes()));
    }

    @Test
    void theLayoutBeginsWithItsVersion() {
        assertEquals(1, new PresenceEntry(3, true, "anna").toBytes()[0]);
    }

    @Test
    void anUnknownVersionIsRefused() {
        byte[] bytes = new PresenceEntry(3, true, "anna").toBytes();
        bytes[0] = 2;
        assertThrows(IllegalArgumentException.class, () -> PresenceEntry.fromBytes(bytes));
    }

    @Test
    void whatALaterNodeAppendsDoesNotHurt() {
        byte[] bytes = new PresenceEntry(3, true, "anna").toBytes();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
        assertEquals(new PresenceEntry(3, true, "anna"), PresenceEntry.fromBytes(longer));
    }

    @Test
    void anEntryThatIsCutOffIsRefused() {
        byte[] bytes = new PresenceEntry(3, true, "anna").toBytes();
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThrows(IllegalArgumentException.class, () -> PresenceEntry.fromBytes(cut));
    }

    @Test
    void malformedEntriesAreRefused() {
        Malformed.feed(1, new PresenceEntry(1, false, "Anna").toBytes(), PresenceEntry::fromBytes);
    }
}
