package dev.parley.conversation;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.history.AppendListener;
import dev.parley.history.AppendResult;
import dev.parley.history.Draft;
import dev.parley.history.History;
import dev.parley.history.ReactionStore;
import dev.parley.history.StoredMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Has drafts stored, and says in the contract's terms what became of them. Thread-safe. */
@ApplicationScoped
public class Committing {

    private History history;

    protected Committing() {
        // For the container's proxy.
    }

    @Inject
    public Committing(History history) {
        this.history = history;
    }

    /**
     * Stores a draft of somebody who may do that.
     *
     * @param tell takes what is new, on the room's stripe and before the answer
     * @return the message that was made or changed; completed on the room's stripe
     */
    CompletionStage<StoredMessage> commit(Draft draft, Consumer<AppendResult.Stored> tell) {
        return commit(draft, tell, repeated -> {});
    }

    /**
     * The same.
     *
     * @param repeated takes what was stored before, for whoever asks again
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
                                // Whatever came of that, it is stored.
                                committed.complete(stored.message());
                            }
                        } else if (result instanceof AppendResult.Repeated before) {
                            try {
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
                            "is one too many: a message has at most "
                                    + ReactionStore.MOST_EMOJIS
                                    + " different ones");
        };
    }
}
