package dev.parley.history;

import java.util.concurrent.CompletableFuture;

/** What becomes of a draft, to be waited for. Thread-safe. */
public final class Outcome extends CompletableFuture<AppendResult> implements AppendListener {

    private Outcome() {}

    /** Has a draft stored. */
    public static Outcome of(Draft draft, History history) {
        Outcome outcome = new Outcome();
        history.append(draft, outcome);
        return outcome;
    }

    @Override
    public void onResult(AppendResult result) {
        complete(result);
    }

    @Override
    public void onFailure(RuntimeException failure) {
        completeExceptionally(failure);
    }
}
