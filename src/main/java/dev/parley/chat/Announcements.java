package dev.parley.chat;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.gateway.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Limits the events by which one user reaches everybody ({@code parley.broadcast.*}): each of them
 * costs as many deliveries as there are clients. Thread-safe.
 */
@ApplicationScoped
public class Announcements {

    private Settings.Rate.Broadcast settings;
    private RateLimiter limiter;

    protected Announcements() {
        // For the container's proxy.
    }

    @Inject
    public Announcements(Settings settings, RateLimiter limiter) {
        this(settings.rate().broadcast(), limiter);
    }

    Announcements(Settings.Rate.Broadcast settings, RateLimiter limiter) {
        this.settings = settings;
        this.limiter = limiter;
    }

    /**
     * Requires that the user may send a message to everybody, and counts it.
     *
     * @throws RefusedException ACCESS_DENIED if it is switched off, or RATE_LIMITED
     */
    void requireMessage(User user) {
        if (!settings.messages()) {
            throw new RefusedException(
                    ErrorCode.ACCESS_DENIED, "Messages to everybody are switched off; name a room");
        }
        OptionalLong wait = limiter.tryBroadcast(user.id());
        if (wait.isPresent()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(wait.getAsLong()) + 1;
            throw RefusedException.retry(ErrorCode.RATE_LIMITED, millis);
        }
    }

    /** Returns whether to announce the user's new room, and counts it. */
    boolean allowRoom(User user) {
        return settings.rooms() && limiter.tryBroadcast(user.id()).isEmpty();
    }
}
