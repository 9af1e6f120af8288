package dev.parley.flow;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A stripe whose tasks run as a test has it. */
public final class ExecutorStripe {

    private ExecutorStripe() {}

    /**
     * @param executor runs one task at a time
     */
    public static Stripe of(Executor executor) {
        return new Stripe(new Endless(executor));
    }

    private static final class Endless extends AbstractExecutorService {
        private final Executor executor;

        Endless(Executor executor) {
            this.executor = executor;
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public void shutdown() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Runnable> shutdownNow() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
