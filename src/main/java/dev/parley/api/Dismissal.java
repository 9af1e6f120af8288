package dev.parley.api;

/** Why a socket is ended for good; the client is told its name as a code. */
public enum Dismissal {
    /** By an admin, or by another server. */
    DISCONNECTED,
    /** The tokens of its user count no more. */
    TOKEN_REVOKED,
    /** Its user was erased. */
    USER_ERASED
}
