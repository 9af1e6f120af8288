package dev.parley.security;

/**
 * The keys for the verification of tokens cannot be fetched now, so nothing can be said about a
 * token. The client should try again later: its transport is closed, and it is not refused.
 */
public class KeysUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
