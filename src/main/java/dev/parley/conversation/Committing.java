package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.history.AppendListener;
import dev.parley.history.AppendResult;
import dev.parley.history.Draft;
import dev.parley.history.History;
import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.ReactionStore;
import dev.parley.history.StoredMessage;
import dev.parley.stream.LateCommits;
import dev.parley.stream.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Stores drafts, and translates their outcomes to protocol errors. A repeated draft makes all nodes
 * look whether they have delivered the first one. Thread-safe.
 */
@ApplicationScoped
public class Committing {

    private History history;
    private LateCommits late;

    protected Committing() {
        // For the container's proxy.
    }

    @Inject
    public Committing(History history, LateCommits late) {
        this.history = history;
        this.late = late;
    }

    /**
     * Stores a draft; the caller has checked the user's rights.
     *
     * @param tell receives a new event, on the room's stripe and before the result completes
     * @return the message that was created or changed; completed on the room's stripe
     */
    CompletionStage<StoredMessage> commit(Draft draft, Consumer<AppendResult.Stored> tell) {
        return commit(draft, tell, repeated -> {});
    }

    /**
     * Stores a draft; the caller has checked the user's rights.
     *
     * @param tell receives a new event, on the room's stripe and before the result completes
     * @param repeated receives the existing message if the draft is a repeat
     */
    CompletionStage<StoredMessage> commit(
            Draft draft,
            Consumer<AppendResult.Stored> tell,
            Consumer<AppendResult.Repeated> repeated) {
        CompletableFuture<StoredMessage> committed = new CompletableFuture<>();
        history.append(
                draft,
                new AppendListener() {
                    @Override
                    public void onResult(AppendResult result) {
                        if (result instanceof AppendResult.Stored stored) {
                            try {
                                tell.accept(stored);
                            } finally {
                                // Even if the delivery fails: the message is stored.
                                committed.complete(stored.message());
                            }
                        } else if (result instanceof AppendResult.Repeated before) {
                            try {
                                // Perhaps nobody learned of that commit: it may have had no result.
                                late.found(
                                        draft.roomId(),
                                        new Position(before.epoch(), before.lastRev()));
                                repeated.accept(before);
                            } finally {
                                committed.complete(before.message());
                            }
                        } else if (result instanceof AppendResult.Refused refused) {
                            committed.completeExceptionally(refusal(refused.reason()));
                        }
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        if (failure instanceof OutcomeUnknownException) {
                            late.suspect(draft.roomId());
                        }
                        committed.completeExceptionally(Database.refusal(failure));
                    }
                });
        return committed;
    }

    private static RefusedException refusal(AppendResult.Reason reason) {
        return switch (reason) {
            case ROOM_NOT_FOUND -> new RefusedException(ErrorCode.ROOM_NOT_FOUND);
            case ROOM_CLOSED -> new RefusedException(ErrorCode.ROOM_CLOSED);
            case REPLY_NOT_FOUND, MESSAGE_NOT_FOUND ->
                    new RefusedException(ErrorCode.MESSAGE_NOT_FOUND);
            case TOO_MANY_EMOJIS ->
                    RefusedException.invalid(
                            "emoji",
                            "exceeds the limit: a message has at most "
                                    + ReactionStore.MOST_EMOJIS
                                    + " different emojis");
        };
    }
}
