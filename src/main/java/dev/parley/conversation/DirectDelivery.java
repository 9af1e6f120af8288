package dev.parley.conversation;

import dev.parley.history.StoredMessage;
import dev.parley.hub.Socket;

/** Brings a direct message to its two users; implemented above. Called on the room's stripe. */
public interface DirectDelivery {

    /**
     * @param sender the socket that sent it, which has its acknowledgement and hears no event
     */
    void deliver(StoredMessage message, String recipientId, Socket sender);
}
