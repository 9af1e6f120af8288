package dev.parley.flow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the rounds of a loop for the {@link Watchdog}. Thread-safe. */
public final class Rounds implements Watchdog.Worker {

    private final AtomicLong ended = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    private Rounds() {}

    /** For a loop that is never at rest: each round must end within the watchdog's patience. */
    public static Rounds always() {
        Rounds rounds = new Rounds();
        rounds.begin();
        return rounds;
    }

    /** For work that exists only between {@link #begin} and {@link #end}. */
    public static Rounds sometimes() {
        return new Rounds();
    }

    /** Work has begun that needs one round or more. */
    public void begin() {
        open.incrementAndGet();
    }

    /** A round has ended; more rounds follow. */
    public void turn() {
        ended.incrementAndGet();
    }

    /** Work that has begun needs no more rounds. */
    public void end() {
        turn();
        open.decrementAndGet();
    }

    @Override
    public long done() {
        return ended.get();
    }

    @Override
    public boolean isBusy() {
        return open.get() > 0;
    }
}
