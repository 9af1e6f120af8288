package dev.parley.plain;

/** Thrown for a handshake that is refused. Has no stack trace. */
final class RefusedHandshakeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient PlainRefusal refusal;

    RefusedHandshakeException(PlainRefusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    PlainRefusal refusal() {
        return refusal;
    }
}
