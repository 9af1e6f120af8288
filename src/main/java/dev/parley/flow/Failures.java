package dev.parley.flow;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Unwraps the failures of stages and futures. */
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

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException || failure instanceof ExecutionException;
    }
}
