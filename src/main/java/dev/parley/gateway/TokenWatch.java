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
import org.jspecify.annotations.Nullable;

/**
 * Watches the expiry of each socket's token: warns the client in advance, and closes the connection
 * if no new token arrives within the grace time. Thread-safe.
 *
 * <p>A token counts as valid as long as a handshake would accept it: until it expires, plus the
 * configured clock skew. Anonymous users have no token, so nothing expires.
 */
@ApplicationScoped
public class TokenWatch {

    /** The longest timer: a token may be valid for centuries, and clocks can be adjusted. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** The data of {@code token_expiring}; the time is in ISO 8601. */
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

    /** Starts to watch a socket that has been greeted. */
    public void follow(LocalSocket socket) {
        if (!socket.user().anonymous()) {
            Watch watch = new Watch(socket);
            watches.put(socket.id(), watch);
            watch.look();
        }
    }

    /** Notes that the socket has a new token. */
    public void renewed(LocalSocket socket) {
        Watch watch = watches.get(socket.id());
        if (watch != null) {
            watch.look();
        }
    }

    /** Stops watching a socket that has closed. */
    public void forget(LocalSocket socket) {
        Watch watch = watches.remove(socket.id());
        if (watch != null) {
            watch.stop();
        }
    }

    /** Returns whether the token of a socket has expired. */
    public boolean isOver(LocalSocket socket) {
        Instant end = socket.user().expiresAt();
        return end != null && isPast(left(end).plus(skew));
    }

    /** Returns the time until the token expires, without the clock skew; negative afterwards. */
    private Duration left(Instant end) {
        return Duration.between(clock.get(), end);
    }

    private static boolean isPast(Duration left) {
        return left.isZero() || left.isNegative();
    }

    /** Watches one socket's token; sets a timer for each next step. */
    private final class Watch {

        private final LocalSocket socket;
        private @Nullable Instant warnedOf;
        private @Nullable Future<?> timer;
        private boolean stopped;

        Watch(LocalSocket socket) {
            this.socket = socket;
        }

        /** Acts without the lock: emitting and closing take locks of the connection. */
        void look() {
            Runnable action = next();
            if (action != null) {
                action.run();
            }
        }

        /** Sets the timer for the next step; returns what is to be done now, if anything. */
        private synchronized @Nullable Runnable next() {
            cancel();
            Instant end = socket.user().expiresAt();
            if (stopped || end == null) {
                return null;
            }
            Duration left = left(end);
            Duration untilWarning = left.minus(warn);
            Duration untilClose = left.plus(skew).plus(grace);
            if (isPast(untilClose)) {
                stopped = true;
                return () -> socket.close(Ending.TOKEN_EXPIRED);
            }
            wait(isPast(untilWarning) ? untilClose : untilWarning);
            if (!isPast(untilWarning) || end.equals(warnedOf)) {
                return null;
            }
            warnedOf = end;
            Expiring data = new Expiring(Timestamps.iso(end));
            return () -> socket.emit(ServerEvent.TOKEN_EXPIRING.regular(data));
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
