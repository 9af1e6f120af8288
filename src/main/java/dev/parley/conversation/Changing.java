package dev.parley.conversation;

import dev.parley.conversation.MessageRights.Target;
import dev.parley.history.MessageChange;
import dev.parley.history.RoomStore;
import dev.parley.history.StoredMessage;
import dev.parley.history.Uuid7;
import dev.parley.history.Visibility;
import dev.parley.hub.LocalSocket;
import dev.parley.stream.FeedRelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Edits and deletes messages, and adds and removes reactions. These operations are idempotent: a
 * repeat changes nothing and notifies nobody. Thread-safe.
 *
 * <p>All of them return the message in its new state, on the room's stripe. They fail with
 * MESSAGE_NOT_FOUND, ROOM_CLOSED, ACCESS_DENIED or NOT_IN_ROOM.
 */
@ApplicationScoped
public class Changing {

    /** Creates the change of a message, with a new id and the current time. */
    private interface Change {
        MessageChange of(StoredMessage message, String id, long now);
    }

    @Inject private MessageRights rights;
    @Inject private RoomStore rooms;
    @Inject private Database database;
    @Inject private Committing committing;
    @Inject private FeedRelay relay;

    /** Replaces the text of a message. */
    public CompletionStage<StoredMessage> edit(LocalSocket socket, String messageId, String text) {
        return change(
                () -> rights.requireEditable(socket, messageId),
                (message, id, now) ->
                        new MessageChange.Edit(id, message.roomId(), message.id(), text, now));
    }

    /** Deletes a message; only its place in the stream remains. */
    public CompletionStage<StoredMessage> delete(LocalSocket socket, String messageId) {
        return change(
                () -> rights.requireDeletable(socket, messageId),
                (message, id, now) ->
                        new MessageChange.Delete(id, message.roomId(), message.id(), now));
    }

    /**
     * Adds an emoji to a message.
     *
     * @param remove whether to remove it instead
     */
    public CompletionStage<StoredMessage> react(
            LocalSocket socket, String messageId, String emoji, boolean remove) {
        return change(
                () -> rights.requireReactable(socket, messageId),
                (message, id, now) ->
                        new MessageChange.React(
                                id,
                                message.roomId(),
                                message.id(),
                                emoji,
                                socket.user().id(),
                                remove,
                                now));
    }

    private CompletionStage<StoredMessage> change(Supplier<Target> find, Change change) {
        return database.later(() -> audience(find.get()))
                .thenCompose(audience -> commit(audience, change));
    }

    /**
     * The recipients of a change.
     *
     * @param users the users of a direct room, who need not have joined it; empty for other rooms
     */
    private record Audience(StoredMessage message, Set<String> users) {}

    private Audience audience(Target target) {
        boolean direct = target.room().visibility() == Visibility.DIRECT;
        return new Audience(
                target.message(), direct ? rooms.members(target.room().id()) : Set.of());
    }

    private CompletionStage<StoredMessage> commit(Audience audience, Change change) {
        long now = System.currentTimeMillis();
        return committing.commit(
                change.of(audience.message(), Uuid7.at(now), now),
                stored -> {
                    if (audience.users().isEmpty()) {
                        relay.committed(stored.event());
                    } else {
                        relay.committedDirect(stored.event(), audience.users(), null);
                    }
                });
    }
}
