package dev.parley.conversation;

import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.hub.Socket;
import java.util.Collection;

/**
 * Brings what happens between two users to their connections; implemented above. Called on the
 * room's stripe.
 */
public interface DirectDelivery {

    /**
     * A direct message was sent.
     *
     * @param sender the socket that sent it, which has its acknowledgement and hears no event
     */
    void deliver(StoredMessage message, String recipientId, Socket sender);

    /** Something became of a direct message. */
    void deliver(DurableEvent event, Collection<String> userIds);
}
