package dev.parley.form;

import dev.parley.history.MessageStore;
import dev.parley.history.RoomInfo;
import dev.parley.hub.Naming;
import java.util.List;

/**
 * A page of a room's messages, oldest first, with the current position of the room's stream.
 * Immutable.
 *
 * @param more whether there are more messages in the direction of the page
 */
public record HistoryPage(
        List<Object> messages, long lastSeq, String epoch, long rev, boolean more) {

    /** Creates the page as one reader sees it. */
    public static HistoryPage of(
            RoomInfo room, MessageStore.Page page, Naming naming, String readerId) {
        return new HistoryPage(
                MessageForms.of(page.messages(), naming, readerId),
                room.lastSeq(),
                room.epoch(),
                room.lastRev(),
                page.more());
    }
}
