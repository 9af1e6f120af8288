package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.hub.LocalSocket;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides which events of a direct room may be delivered late, and to which sockets. Stateless.
 *
 * <p>Only new messages are: a late message is delivered in its latest state, which includes every
 * edit, deletion and reaction.
 */
final class LateMessages {

    /** Returns the new message; empty for an event that is never delivered late. */
    private static final DurableEvent.Cases<Optional<StoredMessage>> NEW_MESSAGE =
            new DurableEvent.Cases<>() {
                @Override
                public Optional<StoredMessage> posted(DurableEvent.MessagePosted event) {
                    return Optional.of(event.message());
                }

                @Override
                public Optional<StoredMessage> edited(DurableEvent.MessageEdited event) {
                    return Optional.empty();
                }

                @Override
                public Optional<StoredMessage> deleted(DurableEvent.MessageDeleted event) {
                    return Optional.empty();
                }

                @Override
                public Optional<StoredMessage> reacted(DurableEvent.MessageReacted event) {
                    return Optional.empty();
                }

                @Override
                public Optional<StoredMessage> closed(DurableEvent.RoomClosed event) {
                    return Optional.empty();
                }
            };

    private LateMessages() {}

    /** When a new message was posted; empty for other events. */
    static Optional<Instant> postedAt(DurableEvent event) {
        return event.match(NEW_MESSAGE).map(m -> Instant.ofEpochMilli(m.createdAt()));
    }

    /** Whether the event is the new message with this id. */
    static boolean isMessage(DurableEvent event, String id) {
        return event.match(NEW_MESSAGE).filter(m -> m.id().equals(id)).isPresent();
    }

    /** Whether the event is a message that was posted at {@code since} or later. */
    static boolean isSince(DurableEvent event, Instant since) {
        return postedAt(event).filter(at -> !at.isBefore(since)).isPresent();
    }

    /** Whether the event is a message that was posted before {@code since}. */
    static boolean isBefore(DurableEvent event, Instant since) {
        return postedAt(event).filter(at -> at.isBefore(since)).isPresent();
    }

    /**
     * Selects the sockets that were connected when a message was posted. Clients that connected
     * later read it in the history.
     */
    static Predicate<LocalSocket> receivers(DurableEvent event) {
        Instant at = postedAt(event).orElse(Instant.MIN);
        return socket -> !socket.handshake().issued().isAfter(at);
    }
}
