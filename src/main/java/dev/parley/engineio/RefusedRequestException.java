package dev.parley.engineio;

/** Thrown for a request that is refused. Has no stack trace. */
final class RefusedRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedRequestException(Refusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
