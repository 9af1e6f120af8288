package dev.parley.stream;

/** A failure of somebody whom the feed calls. */
final class SimulatedFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SimulatedFailure() {
        super("simulated", null, false, false);
    }
}
