package dev.parley.api;

/**
 * Why a socket is closed for good; the client gets the name as the code of {@code
 * disconnecting_reason}.
 */
public enum Dismissal {
    /** An admin or another server has disconnected it. */
    DISCONNECTED,
    /** The user's tokens have been revoked. */
    TOKEN_REVOKED,
    /** The user has been erased. */
    USER_ERASED
}
