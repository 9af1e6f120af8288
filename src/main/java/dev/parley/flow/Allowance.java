package dev.parley.flow;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what is in use, up to a maximum. Thread-safe; nothing blocks. */
public final class Allowance {

    private final long max;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param max in units of the caller's choice, such as bytes or tasks
     */
    public Allowance(long max) {
        this.max = max;
    }

    /**
     * Takes an amount, unless that would exceed the maximum. An amount that exceeds the maximum on
     * its own is allowed while nothing else is taken, so that it is not refused each time.
     *
     * @return whether it was taken; the caller then calls {@link #giveBack} once
     */
    public boolean tryTake(long amount) {
        long all = taken.addAndGet(amount);
        if (all <= max || all == amount) {
            return true;
        }
        taken.addAndGet(-amount);
        return false;
    }

    /** Returns how much is still taken. */
    public long giveBack(long amount) {
        return taken.addAndGet(-amount);
    }
}
