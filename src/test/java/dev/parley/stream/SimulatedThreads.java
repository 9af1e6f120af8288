package dev.parley.stream;

import dev.parley.flow.ExecutorStripe;
import dev.parley.flow.ManualClock;
import dev.parley.flow.Stripe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A room's stripe, the readers and the clock, all on one thread. The stripe's tasks run in their
 * order; of the readers any may be next, and any may be held up between its reading and the stripe.
 */
final class SimulatedThreads {

    /**
     * What a reader has to do.
     *
     * @param stream for which it does it
     */
    private record Reading(Runnable task, Object stream) {}

    /** What a reader brings to the stripe once its time has come. */
    private record Result(Runnable task, Instant time) {}

    final ManualClock clock = new ManualClock();
    final Stripe stripe = ExecutorStripe.of(this::onStripe);
    final Executor readers = this::onReader;

    /** Whether all readers are busy, and too many wait. */
    boolean crowded;

    private final Random random;
    private final Verdict verdict;
    private final Supplier<Object> stream;
    private final Runnable afterTurn;
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<Reading> readings = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final Set<Object> filling = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean inTurn;
    private Reading present;

    /**
     * @param stream the one that the room has
     * @param afterTurn looks at all after each turn of the stripe
     */
    SimulatedThreads(Random random, Verdict verdict, Supplier<Object> stream, Runnable afterTurn) {
        this.random = random;
        this.verdict = verdict;
        this.stream = stream;
        this.afterTurn = afterTurn;
    }

    private void onStripe(Runnable task) {
        if (present == null) {
            turns.add(task);
        } else {
            Reading reading = present;
            Runnable last =
                    () -> {
                        filling.remove(reading.stream());
                        task.run();
                    };
            results.add(new Result(last, clock.instant().plus(delay())));
        }
    }

    /** Most reads take hardly any time, some take long. */
    private Duration delay() {
        return Duration.ofSeconds(random.nextInt(8) == 0 ? random.nextInt(60) : 0);
    }

    private void onReader(Runnable task) {
        if (crowded) {
            throw new RejectedExecutionException("simulated");
        }
        readings.add(new Reading(task, stream.get()));
    }

    /** The present reader reads missing events. */
    void fills() {
        verdict.require(present != null, "the database is read where nobody may block");
        if (present != null && present.stream() != null) {
            verdict.require(filling.add(present.stream()), "a room has two fills at a time");
        }
    }

    void requireTurn() {
        verdict.require(inTurn, "a stream is touched off its stripe");
    }

    /** Runs the next task of the stripe. */
    void turn() {
        if (!turns.isEmpty()) {
            inTurn = true;
            run(turns.remove());
            run(afterTurn);
            inTurn = false;
        }
    }

    /** Runs what waits on the stripe, and what that makes wait there. */
    void turns() {
        for (int i = 0; i < 10_000 && !turns.isEmpty(); i++) {
            turn();
        }
    }

    /** Lets one of the readers read. */
    void read() {
        if (!readings.isEmpty()) {
            present = readings.remove(random.nextInt(readings.size()));
            run(present.task());
            present = null;
        }
    }

    /** Lets one of the readers who have read come to the stripe. */
    void arrive() {
        List<Result> due = due();
        if (!due.isEmpty()) {
            Result next = due.get(random.nextInt(due.size()));
            results.remove(next);
            turns.add(next.task());
        }
    }

    private List<Result> due() {
        return results.stream().filter(result -> !result.time().isAfter(clock.instant())).toList();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (SimulatedFailure expected) {
            // The threads of the node log it, and go on.
        } catch (RuntimeException | Error e) {
            verdict.violated("a task ended with " + e);
        }
    }

    /** Whether anything has to be done before time passes. */
    boolean areBusy() {
        return !turns.isEmpty() || !readings.isEmpty() || !due().isEmpty();
    }

    /** Whether anything will be done when time passes. */
    boolean areWaiting() {
        return !results.isEmpty() || clock.waiting() > 0;
    }
}
