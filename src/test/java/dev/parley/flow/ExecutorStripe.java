package dev.parley.flow;

import java.util.concurrent.Executor;

/** A stripe whose tasks run as a test has it. */
public final class ExecutorStripe {

    private ExecutorStripe() {}

    /**
     * @param executor runs one task at a time
     */
    public static Stripe of(Executor executor) {
        return new Stripe(new EndlessExecutor(executor));
    }
}
