package dev.parley.flow;

import jakarta.websocket.CloseReason;

/** Why the server ends a transport, with the close code of RFC 6455 that tells the client. */
public enum Ending {
    NORMAL(1000, "closed"),
    SHUTDOWN(1001, "server shutting down"),
    INVALID_DATA(1007, "invalid data"),
    POLICY(1008, "policy violation"),
    /** Without a phrase, as the reference implementation of Engine.IO does. */
    PAYLOAD_TOO_LARGE(1009, ""),
    RESTART(1012, "come back"),
    TRY_AGAIN(1013, "try again later"),
    SLOW_CONSUMER(4008, "slow consumer"),
    TOKEN_EXPIRED(4401, "token expired"),
    /** The client should not reconnect; over Socket.IO, a DISCONNECT packet says so instead. */
    DISCONNECTED(4403, "disconnected");

    private final CloseReason reason;

    Ending(int code, String phrase) {
        // A plain CloseCode: CloseCodes.getCloseCode differs between containers for 4xxx.
        this.reason = new CloseReason(code(code), phrase);
    }

    public CloseReason reason() {
        return reason;
    }

    private static CloseReason.CloseCode code(int code) {
        return () -> code;
    }
}
