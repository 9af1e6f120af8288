package dev.parley.security;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The keys are not known at the moment, so a token can be neither accepted nor refused. The client
 * should retry later: its transport is closed without a refusal.
 */
public class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable CompletionStage<Void> fetch;

    /**
     * @param fetch the running fetch, after which another attempt is worthwhile; null if none is
     *     running
     */
    public KeysUnavailableException(
            String message, @Nullable Throwable cause, @Nullable CompletionStage<Void> fetch) {
        super(message, cause);
        this.fetch = fetch;
    }

    /** The running fetch, after which another attempt is worthwhile; empty if none is running. */
    public Optional<CompletionStage<Void>> fetch() {
        return Optional.ofNullable(fetch);
    }
}
