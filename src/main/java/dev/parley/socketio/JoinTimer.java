package dev.parley.socketio;

import dev.parley.config.Settings;
import dev.parley.flow.Timers;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that stays without a namespace, either from the start or after it has left
 * its last one. Thread-safe.
 */
final class JoinTimer {

    private final Timers timers;
    private final Duration patience;
    private final Runnable onExpired;
    private @Nullable Future<?> running;

    /**
     * @param polling whether the client polls; such a connection costs the client nothing, so it
     *     gets less time
     * @param onExpired must not block
     */
    JoinTimer(Timers timers, Settings settings, boolean polling, Runnable onExpired) {
        this.timers = timers;
        this.onExpired = onExpired;
        Duration connect = settings.heartbeat().connectTimeout();
        Duration shorter = settings.unjoined().pollingTimeout();
        this.patience = polling && shorter.compareTo(connect) < 0 ? shorter : connect;
    }

    /** Starts or restarts the timer. */
    synchronized void start() {
        stop();
        running = timers.after(patience, onExpired);
    }

    /** Stops the timer; idempotent. */
    synchronized void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}
