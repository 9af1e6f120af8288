package dev.parley.publish;

import dev.parley.flow.Allowance;
import dev.parley.flow.LogLimit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * Runs what other nodes ask for, within a limit on the work in progress. Further work is ignored:
 * its result never completes, so the other node gets no answer, and its caller gets an error after
 * a timeout. Thread-safe; never blocks.
 */
final class Errands {

    private final Allowance allowance;
    private final LogLimit complaints = new LogLimit();
    private final Logger log;
    private final String tooMany;

    /**
     * @param tooMany the WARNING for ignored work
     */
    Errands(int max, Logger log, String tooMany) {
        this.allowance = new Allowance(max);
        this.log = log;
        this.tooMany = tooMany;
    }

    /**
     * Starts work, which must complete.
     *
     * @param weight the part of the limit that the work takes up until it completes
     */
    <T> CompletionStage<T> run(int weight, Supplier<CompletionStage<T>> work) {
        if (!allowance.tryTake(weight)) {
            complaints.warn(log, tooMany);
            return new CompletableFuture<>();
        }
        try {
            return work.get().whenComplete((done, failure) -> allowance.giveBack(weight));
        } catch (RuntimeException | Error e) {
            allowance.giveBack(weight);
            throw e;
        }
    }
}
