package dev.parley.server;

/** Why a request is refused before it is handled, as problem details (RFC 9457). */
public enum RequestRefusal {
    /** The URL and headers are larger than {@code parley.max-head}. */
    HEAD_TOO_LARGE(431, "INVALID_REQUEST", "Request header fields too large"),

    /** The body is larger than {@code parley.max-payload}. */
    TOO_LARGE(413, "PAYLOAD_TOO_LARGE", "Payload too large"),

    /** The body did not arrive within {@code parley.body.timeout}. */
    TOO_SLOW(408, "INVALID_REQUEST", "Request timeout"),

    /** The body is malformed, or its end is missing. */
    INCOMPLETE(400, "INVALID_REQUEST", "Bad request"),

    /**
     * All bodies together are larger than {@code parley.body.memory}, or those of the address too
     * large.
     */
    TOO_MANY(503, "UNAVAILABLE", "Temporarily unavailable");

    /** The media type of {@link #json}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** When a client that was refused with 503 may try again, in seconds. */
    public static final int RETRY_SECONDS = 5;

    private final int status;
    private final String code;
    private final String title;

    RequestRefusal(int status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** Returns the status of the response. */
    public int status() {
        return status;
    }

    /** Returns the body of the response. */
    public String json() {
        return "{\"type\":\"about:blank\",\"title\":\""
                + title
                + "\",\"status\":"
                + status
                + ",\"code\":\""
                + code
                + "\"}";
    }
}
