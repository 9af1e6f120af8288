package dev.parley.security;

import java.util.Objects;

/**
 * A client has no token, or an invalid one. Code and message are sent to the client and do not
 * reveal why the token was refused; the reason is for the log.
 */
public class AuthenticationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String reason;

    /** Without a stack trace: anybody can cause any number of refusals. */
    public AuthenticationException(String code, String message, String reason) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
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

    /** Why the token was refused; contains no part of the token but the values of its claims. */
    public String reason() {
        return reason;
    }

    static AuthenticationException unauthorized() {
        return new AuthenticationException("UNAUTHORIZED", "Unauthorized", "there is no token");
    }

    static AuthenticationException invalid(String reason) {
        return new AuthenticationException("INVALID_TOKEN", "Invalid token", reason);
    }

    static AuthenticationException expired() {
        // The same message: existing clients react to it by fetching a new token and reconnecting.
        return new AuthenticationException(
                "TOKEN_EXPIRED", "Invalid token", "the token has expired");
    }
}
