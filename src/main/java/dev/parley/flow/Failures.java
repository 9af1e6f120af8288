package dev.parley.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Unwraps and passes on the failures of stages and futures. */
public final class Failures {

    private Failures() {}

    /**
     * Returns what a stage or future failed with: those that depend on it wrap its exception in a
     * {@link CompletionException}, and {@code get} in an {@link ExecutionException}.
     */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (isWrapper(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Returns an action that completes {@code target} with a result or its failure. */
    public static <T> BiConsumer<T, @Nullable Throwable> into(CompletableFuture<T> target) {
        return (result, failure) -> {
            if (failure == null) {
                target.complete(result);
            } else {
                target.completeExceptionally(failure);
            }
        };
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException || failure instanceof ExecutionException;
    }
}
