package dev.parley.hub;

/** The codes that clients are told; the contract's table of errors. */
public enum ErrorCode {
    UNAUTHORIZED("Unauthorized"),
    INVALID_TOKEN("Invalid token"),
    TOKEN_EXPIRED("Invalid token"),
    INVALID_PAYLOAD("Invalid payload"),
    UNKNOWN_EVENT("Unknown event"),
    ACCESS_DENIED("Access denied"),
    NOT_IN_ROOM("Not in this room"),
    ROOM_NOT_FOUND("Room not found"),
    ROOM_FULL("Room is full"),
    ROOM_CLOSED("Room is closed"),
    MESSAGE_NOT_FOUND("Message not found"),
    USER_NOT_FOUND("User not found"),
    RATE_LIMITED("Rate limit exceeded"),
    TOO_MANY_CONNECTIONS("Too many connections"),
    UNAVAILABLE("Temporarily unavailable"),
    INTERNAL_ERROR("Internal server error");

    private final String message;

    ErrorCode(String message) {
        this.message = message;
    }

    /** What it says to people where nothing better is known. */
    public String message() {
        return message;
    }
}
