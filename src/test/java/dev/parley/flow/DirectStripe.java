package dev.parley.flow;

/** A stripe that runs its tasks at once, on the caller's thread. */
public final class DirectStripe {

    private DirectStripe() {}

    public static Stripe create() {
        return ExecutorStripe.of(Runnable::run);
    }
}
