package dev.parley.flow;

import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Finds out whether a client is still there: pings it each interval, and gives it up when it owes
 * its pong for longer than the time-out. Thread-safe.
 */
public final class Heartbeat {

    private final Timers timers;
    private final Duration interval;
    private final Duration timeout;
    private final Intake intake;
    private final Runnable ping;
    private final Runnable lost;

    private Future<?> next;
    private long beatAt;
    private boolean stopped;
    private boolean owed;
    private long suspensionsAtBeat;
    private long admittedAtCheck;

    /**
     * @param intake of the client, which tells whether its pong can be seen
     * @param ping sends a ping; must not block
     * @param lost called when the pong does not come; must not block
     */
    public Heartbeat(
            Timers timers,
            Duration interval,
            Duration timeout,
            Intake intake,
            Runnable ping,
            Runnable lost) {
        this.timers = timers;
        this.interval = interval;
        this.timeout = timeout;
        this.intake = intake;
        this.ping = ping;
        this.lost = lost;
    }

    /**
     * A pong has come; one that nobody asked for changes nothing.
     *
     * @return whether it was owed
     */
    public boolean onPong() {
        synchronized (this) {
            if (!owed) {
                return false;
            }
        }
        beat();
        return true;
    }

    /** Begins, or goes on: the next ping is an interval away. */
    public void beat() {
        synchronized (this) {
            owed = false;
            beatAt = timers.nanoTime();
            suspensionsAtBeat = intake.suspensions();
        }
        schedule(interval, this::ping);
    }

    private void ping() {
        // In this order: the pong may be here before the call returns.
        synchronized (this) {
            owed = true;
        }
        schedule(untilLost(), this::missPong);
        ping.run();
    }

    /** Counted from the last beat, so that a late ping makes no later end. */
    private synchronized Duration untilLost() {
        Duration gone = Duration.ofNanos(timers.nanoTime() - beatAt);
        return interval.plus(timeout).minus(gone);
    }

    private void missPong() {
        if (pongMayLieBehind()) {
            schedule(timeout, this::missPong);
        } else {
            lost.run();
        }
    }

    /** We hold or held back the reading, and the pong is somewhere in what we have not read yet. */
    private synchronized boolean pongMayLieBehind() {
        long admitted = intake.admitted();
        boolean catchingUp =
                intake.suspensions() != suspensionsAtBeat && admitted != admittedAtCheck;
        admittedAtCheck = admitted;
        return intake.isSuspended() || catchingUp;
    }

    private synchronized void schedule(Duration delay, Runnable task) {
        if (next != null) {
            next.cancel(false);
        }
        if (!stopped) {
            next = timers.after(delay, task);
        }
    }

    /** Pings no more. */
    public synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
