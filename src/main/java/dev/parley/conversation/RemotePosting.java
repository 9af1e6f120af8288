package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.api.Violation;
import dev.parley.form.ClientMessageId;
import dev.parley.form.TextValidator;
import dev.parley.history.RoomInfo;
import dev.parley.history.StoredMessage;
import dev.parley.history.UserName;
import dev.parley.history.UserStore;
import dev.parley.history.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages without a connection. The author must have the right to write, but need not have
 * joined the room. Thread-safe.
 */
@ApplicationScoped
public class RemotePosting {

    /**
     * A message to post.
     *
     * @param clientMessageId identifies repeats; may be null
     */
    public record Post(String roomId, String text, @Nullable String clientMessageId) {}

    @Inject private RoomRights rights;
    @Inject private RoomPolicies policies;
    @Inject private UserStore users;
    @Inject private Database database;
    @Inject private Posting posting;
    @Inject private TextValidator texts;

    /**
     * Posts a message as the user.
     *
     * @return the committed message; completed on the room's stripe
     */
    public CompletionStage<StoredMessage> post(User author, Post post) {
        return valid(post)
                .thenCompose(
                        fitting ->
                                append(
                                        new UserName(author.id(), author.name()),
                                        fitting,
                                        () -> requireReadable(author, post.roomId())));
    }

    /**
     * Posts a message in the name of a known user.
     *
     * @return the committed message; completed on the room's stripe
     */
    public CompletionStage<StoredMessage> postFor(String userId, Post post) {
        return valid(post)
                .thenCompose(fitting -> database.later(() -> author(userId)))
                .thenCompose(
                        author ->
                                append(
                                        author,
                                        post,
                                        // Policies do not apply to the server itself.
                                        () ->
                                                rights.requireMember(
                                                        post.roomId(), author.userId())));
    }

    private RoomInfo requireReadable(User author, String roomId) {
        RoomInfo room = rights.requireReadable(roomId, author);
        policies.requirePost(author, roomId);
        return room;
    }

    private UserName author(String userId) {
        return users.find(userId).orElseThrow(() -> new RefusedException(ErrorCode.USER_NOT_FOUND));
    }

    /** Validates a message: those of a portal's beans were not validated before. */
    private CompletionStage<Post> valid(Post post) {
        Optional<RefusedException> refusal = refusal(post, texts);
        return refusal.isPresent()
                ? CompletableFuture.failedStage(refusal.get())
                : CompletableFuture.completedStage(post);
    }

    /** Returns the same error as for events and request bodies. */
    static Optional<RefusedException> refusal(Post post, TextValidator texts) {
        List<Violation> violations = new ArrayList<>();
        texts.objection(post.text())
                .ifPresent(message -> violations.add(new Violation("text", message)));
        String id = post.clientMessageId();
        if (id != null
                && (id.length() > ClientMessageId.LONGEST || !id.matches(ClientMessageId.REGEXP))) {
            violations.add(new Violation("clientMessageId", ClientMessageId.MESSAGE));
        }
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(RefusedException.invalid(violations));
    }

    private CompletionStage<StoredMessage> append(
            UserName author, Post post, Supplier<RoomInfo> allowed) {
        return database.later(
                        () -> {
                            requireNotDirect(allowed.get());
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

    private static void requireNotDirect(RoomInfo room) {
        if (room.visibility() == Visibility.DIRECT) {
            // Direct messages are events of their own kind, for both users only.
            throw new RefusedException(
                    ErrorCode.ACCESS_DENIED, "Direct messages require a connection");
        }
    }
}
