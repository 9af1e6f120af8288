package dev.parley.engineio;

/** Why a request is refused: the HTTP status, and Engine.IO's code and message. */
enum Refusal {
    UNKNOWN_TRANSPORT(400, "0", "Transport unknown"),
    UNKNOWN_SESSION(400, "1", "Session ID unknown"),
    BAD_METHOD(400, "2", "Bad handshake method"),
    BAD_REQUEST(400, "3", "Bad request"),
    FORBIDDEN(403, "4", "Forbidden"),
    UNSUPPORTED_VERSION(400, "5", "Unsupported protocol version"),
    TOO_MANY_CONNECTIONS(503, "\"TOO_MANY_CONNECTIONS\"", "Too many connections"),
    UNAVAILABLE(503, "\"UNAVAILABLE\"", "Temporarily unavailable");

    private final int status;
    private final String code;
    private final String message;

    Refusal(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    int status() {
        return status;
    }

    /** Returns the code without quotes. */
    String code() {
        return code.replace("\"", "");
    }

    String message() {
        return message;
    }

    String json() {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
