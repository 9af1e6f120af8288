package dev.parley.conversation;

import dev.parley.history.RoomInfo;
import dev.parley.history.StoredMessage;
import dev.parley.history.UserName;
import dev.parley.history.UserStore;
import dev.parley.history.Visibility;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.RefusedException;
import dev.parley.security.User;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/**
 * Messages to rooms that do not come by a connection: who sends them has to have the right to
 * write, and need not have joined. Thread-safe.
 */
@ApplicationScoped
public class RemotePosting {

    /**
     * What somebody wants to say.
     *
     * @param clientMessageId makes repeats recognisable; may be null
     */
    public record Post(String roomId, String text, String clientMessageId) {}

    @Inject private RoomRights rights;
    @Inject private UserStore users;
    @Inject private Database database;
    @Inject private Posting posting;

    /**
     * Says it as the user himself.
     *
     * @return the message as it is committed; completed on the room's stripe
     */
    public CompletionStage<StoredMessage> post(User author, Post post) {
        return append(new UserName(author.id(), author.name()), post);
    }

    /**
     * Says it in the name of a user, who must be known.
     *
     * @return the message as it is committed; completed on the room's stripe
     */
    public CompletionStage<StoredMessage> postFor(String userId, Post post) {
        return database.later(
                        () ->
                                users.find(userId)
                                        .orElseThrow(
                                                () ->
                                                        new RefusedException(
                                                                ErrorCode.USER_NOT_FOUND)))
                .thenCompose(author -> append(author, post));
    }

    private CompletionStage<StoredMessage> append(UserName author, Post post) {
        return database.later(
                        () -> {
                            requireWritable(post.roomId(), author.userId());
                            return null;
                        })
                .thenCompose(
                        nothing ->
                                posting.append(
                                        author,
                                        new Posting.Post(
                                                post.roomId(),
                                                post.text(),
                                                post.clientMessageId(),
                                                null,
                                                null)));
    }

    private void requireWritable(String roomId, String userId) {
        RoomInfo room = rights.requireReadable(roomId, userId);
        if (room.visibility() == Visibility.DIRECT) {
            // What is said there is an event of its own kind, for the two alone.
            throw new RefusedException(
                    ErrorCode.ACCESS_DENIED, "Direct messages are sent by a connection only");
        }
    }
}
