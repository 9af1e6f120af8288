package dev.parley.security;

import java.util.Objects;

/**
 * A client has no token, or an invalid one. Code and message are sent to the client and do not
 * reveal why the token was refused.
 */
public class AuthenticationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** Without a stack trace: anybody can cause any number of refusals. */
    public AuthenticationException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The explanation for the client; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
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
        // The same message: existing clients react to it by fetching a new token and reconnecting.
        return new AuthenticationException("TOKEN_EXPIRED", "Invalid token");
    }
}
