package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.history.MessageDraft;
import dev.parley.history.StoredMessage;
import dev.parley.history.UserName;
import dev.parley.history.Uuid7;
import dev.parley.hub.LocalSocket;
import dev.parley.stream.FeedRelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Posts messages to rooms. Thread-safe. */
@ApplicationScoped
public class Posting {

    /**
     * A message to post.
     *
     * @param clientMessageId identifies repeats; may be null
     * @param replyTo the id of another message; may be null
     * @param metadata a JSON object as text, or null
     */
    public record Post(
            String roomId,
            String text,
            @Nullable String clientMessageId,
            @Nullable String replyTo,
            @Nullable String metadata) {}

    @Inject private RoomRights rights;
    @Inject private Committing committing;
    @Inject private FeedRelay relay;

    /**
     * Stores a message and delivers it to the room.
     *
     * @return the committed message; completed on the room's stripe
     */
    public CompletionStage<StoredMessage> post(LocalSocket author, Post post) {
        return rights.requireWritable(author, post.roomId())
                .thenCompose(joined -> append(name(author.user()), post));
    }

    private static UserName name(User user) {
        return new UserName(user.id(), user.name());
    }

    /** Stores a message of an authorised user and delivers it to the room. */
    CompletionStage<StoredMessage> append(UserName author, Post post) {
        if (post.replyTo() != null && !Uuid7.isUuid(post.replyTo())) {
            throw new RefusedException(ErrorCode.MESSAGE_NOT_FOUND);
        }
        return committing.commit(draft(author, post), stored -> relay.committed(stored.event()));
    }

    static MessageDraft draft(User author, Post post) {
        return draft(name(author), post);
    }

    private static MessageDraft draft(UserName author, Post post) {
        long now = System.currentTimeMillis();
        return new MessageDraft(
                Uuid7.at(now),
                post.roomId(),
                author.userId(),
                author.username(),
                post.text(),
                post.clientMessageId(),
                post.replyTo(),
                post.metadata(),
                now);
    }
}
