package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.target.Target;

/** A scenario to run against a target. */
public interface Scenario {

    /** The name with what distinguishes it, as in {@code fanout 10x100 at 100/s}. */
    String name();

    /** How many connections it opens. */
    int connections();

    /**
     * Runs it once.
     *
     * @param round number of the round, from 1
     */
    Measurement run(Target target, EventLoop loop, int round);
}
