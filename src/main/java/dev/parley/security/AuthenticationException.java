package dev.parley.security;

/**
 * A client has no token, or one that does not count. Code and message are meant for the client;
 * they tell nothing about why a token was refused.
 */
public class AuthenticationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** For expected refusals, so without a stack trace: anybody can cause any number of them. */
    public AuthenticationException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** {@code UNAUTHORIZED}, {@code INVALID_TOKEN} or {@code TOKEN_EXPIRED}. */
    public String code() {
        return code;
    }

    static AuthenticationException unauthorized() {
        return new AuthenticationException("UNAUTHORIZED", "Unauthorized");
    }

    static AuthenticationException invalid() {
        return new AuthenticationException("INVALID_TOKEN", "Invalid token");
    }

    static AuthenticationException expired() {
        // The same words: clients written to them fetch a new token and come back.
        return new AuthenticationException("TOKEN_EXPIRED", "Invalid token");
    }
}
