package dev.parley.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The machine-readable reason of a refusal: a name in UPPER_SNAKE_CASE, a default message, and the
 * HTTP status with which the REST API answers. Immutable.
 *
 * <p>The constants are Parley's own. A portal adds its own with {@link #of}:
 *
 * <pre>{@code
 * static final ErrorCode OUT_OF_STOCK = ErrorCode.of("OUT_OF_STOCK", "Out of stock", 409);
 * }</pre>
 *
 * <p>Two codes are equal if their names are.
 */
public final class ErrorCode {

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    private static final int MAX_LENGTH = 64;
    private static final Map<String, ErrorCode> OWN = new LinkedHashMap<>();

    public static final ErrorCode UNAUTHORIZED = own("UNAUTHORIZED", "Unauthorized", 401);
    public static final ErrorCode INVALID_TOKEN = own("INVALID_TOKEN", "Invalid token", 401);
    public static final ErrorCode TOKEN_EXPIRED = own("TOKEN_EXPIRED", "Invalid token", 401);
    public static final ErrorCode INVALID_PAYLOAD = own("INVALID_PAYLOAD", "Invalid payload", 400);
    public static final ErrorCode UNKNOWN_EVENT = own("UNKNOWN_EVENT", "Unknown event", 404);
    public static final ErrorCode ACCESS_DENIED = own("ACCESS_DENIED", "Access denied", 403);
    public static final ErrorCode NOT_IN_ROOM = own("NOT_IN_ROOM", "Not in this room", 403);
    public static final ErrorCode ROOM_NOT_FOUND = own("ROOM_NOT_FOUND", "Room not found", 404);
    public static final ErrorCode ROOM_FULL = own("ROOM_FULL", "Room is full", 409);
    public static final ErrorCode ROOM_CLOSED = own("ROOM_CLOSED", "Room is closed", 409);
    public static final ErrorCode MESSAGE_NOT_FOUND =
            own("MESSAGE_NOT_FOUND", "Message not found", 404);
    public static final ErrorCode USER_NOT_FOUND = own("USER_NOT_FOUND", "User not found", 404);

    /** The user or connection has as many rooms as a quota allows. */
    public static final ErrorCode QUOTA_EXCEEDED = own("QUOTA_EXCEEDED", "Quota exceeded", 429);

    public static final ErrorCode RATE_LIMITED = own("RATE_LIMITED", "Rate limit exceeded", 429);
    public static final ErrorCode TOO_MANY_CONNECTIONS =
            own("TOO_MANY_CONNECTIONS", "Too many connections", 429);
    public static final ErrorCode UNAVAILABLE = own("UNAVAILABLE", "Temporarily unavailable", 503);
    public static final ErrorCode INTERNAL_ERROR =
            own("INTERNAL_ERROR", "Internal server error", 500);

    /**
     * The codes of the protocol that Parley does not use yet. A portal with a code of the same name
     * would fail to start on the version of Parley that adds it.
     */
    private static final Set<String> NOT_USED_YET =
            Set.of(
                    "MUTED",
                    "BANNED",
                    "LEGAL_HOLD",
                    "SLOW_MODE",
                    "MESSAGE_REJECTED",
                    "PAYLOAD_TOO_LARGE",
                    "SLOW_CONSUMER");

    private final String name;
    private final String message;
    private final int status;

    private ErrorCode(String name, String message, int status) {
        this.name = name;
        this.message = message;
        this.status = status;
    }

    private static ErrorCode own(String name, String message, int status) {
        ErrorCode code = new ErrorCode(name, message, status);
        OWN.put(name, code);
        return code;
    }

    /** A code of the portal that the REST API answers with the status 400. */
    public static ErrorCode of(String name, String message) {
        return of(name, message, 400);
    }

    /**
     * A code of the portal.
     *
     * @param name letters A to Z, digits and single underscores, at most 64 characters: {@code
     *     OUT_OF_STOCK}
     * @param message the default text for people
     * @param status the HTTP status of the REST API, 400 to 599
     * @throws IllegalArgumentException if the name is malformed, one of Parley's own or reserved,
     *     or the status is out of range
     */
    public static ErrorCode of(String name, String message, int status) {
        if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The error code "
                            + name
                            + " is malformed: use UPPER_SNAKE_CASE, at most 64 characters");
        }
        if (OWN.containsKey(name)) {
            throw new IllegalArgumentException(
                    "The error code " + name + " is Parley's own: use ErrorCode." + name);
        }
        if (NOT_USED_YET.contains(name)) {
            throw new IllegalArgumentException(
                    "The error code "
                            + name
                            + " is reserved for a later version of Parley: use another name");
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException(
                    "The status "
                            + status
                            + " of the error code "
                            + name
                            + " is out of range: use 400 to 599");
        }
        return new ErrorCode(name, Objects.requireNonNull(message, "message"), status);
    }

    /** Parley's own code of this name. */
    public static Optional<ErrorCode> find(String name) {
        return Optional.ofNullable(OWN.get(name));
    }

    /**
     * Parley's own code of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ErrorCode valueOf(String name) {
        return find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("Parley has no error code " + name));
    }

    /** Parley's own codes. */
    public static ErrorCode[] values() {
        return OWN.values().toArray(ErrorCode[]::new);
    }

    /** The code that clients get. */
    public String name() {
        return name;
    }

    /** The default text for people. */
    public String message() {
        return message;
    }

    /** The HTTP status of the REST API. */
    public int status() {
        return status;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ErrorCode code && code.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
