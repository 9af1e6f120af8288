package dev.parley.form;

import dev.parley.history.StoredMessage;
import dev.parley.hub.Timestamps;

/** The acknowledgement of a committed message. Immutable. */
public record Sent(boolean sent, String messageId, long seq, String timestamp) {

    public static Sent of(StoredMessage message) {
        return new Sent(true, message.id(), message.seq(), Timestamps.iso(message.createdAt()));
    }
}
