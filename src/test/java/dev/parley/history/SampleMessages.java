package dev.parley.history;

import java.util.List;
import java.util.Set;

/** Messages by Anna, for tests. */
public final class SampleMessages {

    private SampleMessages() {}

    /**
     * A message with nothing but its text.
     *
     * @param text null for a deleted message
     */
    public static StoredMessage message(
            String id, String roomId, long seq, long rev, String text, Tally... reactions) {
        return new StoredMessage(
                new StoredMessage.Place(id, roomId, seq, rev),
                new UserName("anna", "Anna"),
                new StoredMessage.Content(text, null, null, null),
                new StoredMessage.Status(0, null, text == null),
                List.of(reactions));
    }

    /** A message with every field, edited and with reactions. */
    public static StoredMessage full() {
        return new StoredMessage(
                new StoredMessage.Place("id", "room", 7, 9),
                new UserName("anna", "Anna \ud83d\ude00"),
                new StoredMessage.Content("x".repeat(100_000), "client", "reply", "{}"),
                new StoredMessage.Status(1_700_000_000_000L, 1_700_000_000_001L, false),
                List.of(new Tally("+1", 3, Set.of("anna")), Tally.none("-1")));
    }
}
