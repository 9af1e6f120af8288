package dev.parley.flow;

import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Detects clients that have gone: sends a ping every interval, and reports the client as lost if
 * the pong does not arrive within the timeout. Thread-safe.
 */
public final class Heartbeat {

    private final Timers timers;
    private final Duration interval;
    private final Duration timeout;
    private final Intake intake;
    private final Runnable ping;
    private final Runnable lost;

    private @Nullable Future<?> next;
    private long beatAt;
    private boolean stopped;
    private boolean owed;
    private long suspensionsAtBeat;
    private long admittedAtCheck;

    /**
     * @param intake of the client; while it suspends reading, a pong cannot be seen
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
     * Handles a pong. A pong without a ping before it changes nothing.
     *
     * @return whether a pong was expected
     */
    public synchronized boolean onPong() {
        if (!owed) {
            return false;
        }
        beat();
        return true;
    }

    /** Starts or restarts the interval: the next ping follows after it. */
    public synchronized void beat() {
        owed = false;
        beatAt = timers.nanoTime();
        suspensionsAtBeat = intake.suspensions();
        schedule(interval, this::ping);
    }

    private void ping() {
        // The deadline first: the pong may arrive before ping.run() returns. Both steps under one
        // lock: a pong that no ping has asked for must not count as the answer to this ping.
        synchronized (this) {
            Duration rest = untilLost();
            owed = true;
            schedule(rest, this::missPong);
        }
        ping.run();
    }

    /** Counted from the last beat, so that a late ping does not extend the deadline. */
    private Duration untilLost() {
        Duration gone = Duration.ofNanos(timers.nanoTime() - beatAt);
        return interval.plus(timeout).minus(gone);
    }

    private void missPong() {
        synchronized (this) {
            if (!owed) {
                // The pong has just come.
                return;
            }
            if (pongMayLieBehind()) {
                schedule(timeout, this::missPong);
                return;
            }
        }
        lost.run();
    }

    /**
     * Whether reading is or was suspended, so that the pong may be in data that is still unread.
     */
    private boolean pongMayLieBehind() {
        long admitted = intake.admitted();
        boolean catchingUp =
                intake.suspensions() != suspensionsAtBeat && admitted != admittedAtCheck;
        admittedAtCheck = admitted;
        return intake.isSuspended() || catchingUp;
    }

    private void schedule(Duration delay, Runnable task) {
        if (next != null) {
            next.cancel(false);
        }
        if (!stopped) {
            next = timers.after(delay, task);
        }
    }

    /** Stops pinging. */
    public synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
