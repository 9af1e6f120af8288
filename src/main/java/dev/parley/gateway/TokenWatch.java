package dev.parley.gateway;

import dev.parley.config.Settings;
import dev.parley.flow.Ending;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.Timestamps;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Follows the token of each socket to its end: warns the client before it, and ends the connection
 * if no new one comes in the grace time after it. Thread-safe.
 *
 * <p>A token counts as long as it would be let in: to its end, and for the skew of clocks that is
 * configured. Anonymous users have no token, and no end.
 */
@ApplicationScoped
public class TokenWatch {

    /** Longer than this no timer waits: a token may last for centuries, and clocks are set. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** The data of the warning; ISO 8601. */
    public record Expiring(String expiresAt) {}

    private Timers timers;
    private Supplier<Instant> clock;
    private Duration warn;
    private Duration grace;
    private Duration skew;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    protected TokenWatch() {
        // For the container's proxy.
    }

    @Inject
    public TokenWatch(ThreadPools threads, Settings settings) {
        this(threads.timers(), Instant::now, settings);
    }

    TokenWatch(Timers timers, Supplier<Instant> clock, Settings settings) {
        this.timers = timers;
        this.clock = clock;
        this.warn = settings.auth().warn();
        this.grace = settings.auth().grace();
        this.skew = settings.jwt().clockSkew();
    }

    /** A socket was greeted: from now on it may be warned. */
    public void follow(LocalSocket socket) {
        if (!socket.user().anonymous()) {
            Watch watch = new Watch(socket);
            watches.put(socket.id(), watch);
            watch.look();
        }
    }

    /** The socket has another token. */
    public void renewed(LocalSocket socket) {
        Watch watch = watches.get(socket.id());
        if (watch != null) {
            watch.look();
        }
    }

    /** The socket has gone. */
    public void forget(LocalSocket socket) {
        Watch watch = watches.remove(socket.id());
        if (watch != null) {
            watch.stop();
        }
    }

    /** Whether the token of a socket counts no more. */
    public boolean isOver(LocalSocket socket) {
        return !socket.user().anonymous() && isPast(left(socket).plus(skew));
    }

    /** To the end of the token as its client knows it; negative afterwards. */
    private Duration left(LocalSocket socket) {
        return Duration.between(clock.get(), socket.user().expiresAt());
    }

    private static boolean isPast(Duration left) {
        return left.isZero() || left.isNegative();
    }

    /** One socket's token; looks at the clock again and again until all is said and done. */
    private final class Watch {

        private final LocalSocket socket;
        private Instant warnedOf;
        private Future<?> timer;
        private boolean stopped;

        Watch(LocalSocket socket) {
            this.socket = socket;
        }

        void look() {
            // Not under the lock: what follows the end of a connection is not known here.
            if (isOverdue()) {
                socket.close(Ending.TOKEN_EXPIRED);
            }
        }

        private synchronized boolean isOverdue() {
            cancel();
            if (stopped) {
                return false;
            }
            Instant end = socket.user().expiresAt();
            Duration left = left(socket);
            Duration untilWarning = left.minus(warn);
            Duration untilClose = left.plus(skew).plus(grace);
            if (isPast(untilClose)) {
                stopped = true;
                return true;
            }
            if (isPast(untilWarning) && !end.equals(warnedOf)) {
                warnedOf = end;
                socket.emit(ServerEvent.TOKEN_EXPIRING.regular(new Expiring(Timestamps.iso(end))));
            }
            wait(isPast(untilWarning) ? untilClose : untilWarning);
            return false;
        }

        private void wait(Duration time) {
            Duration bounded = time.compareTo(LONGEST_WAIT) < 0 ? time : LONGEST_WAIT;
            timer = timers.after(bounded, this::look);
        }

        synchronized void stop() {
            stopped = true;
            cancel();
        }

        private void cancel() {
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    int size() {
        return watches.size();
    }
}
