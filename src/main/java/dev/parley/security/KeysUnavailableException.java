package dev.parley.security;

import org.jspecify.annotations.Nullable;

/**
 * The keys cannot be fetched at the moment, so a token can be neither accepted nor refused. The
 * client should retry later: its transport is closed without a refusal.
 */
public class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
