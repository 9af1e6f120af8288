package dev.parley.server;

import java.io.IOException;

/** The body of a request cannot be read, because it exceeds a limit. */
public final class RequestRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final RequestRefusal refusal;

    public RequestRefusedException(RequestRefusal refusal) {
        super(refusal.name());
        this.refusal = refusal;
    }

    /** Returns the reason. */
    public RequestRefusal refusal() {
        return refusal;
    }
}
