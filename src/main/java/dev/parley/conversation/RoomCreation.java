package dev.parley.conversation;

import dev.parley.api.ChatRoom;
import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.SlidingWindow;
import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Decides who may create a room: by role ({@code parley.rooms.creators}), by the portal's policies,
 * and by the number of rooms that the user has created on this node within the last hour ({@code
 * parley.rooms.max-created}). Thread-safe.
 */
@ApplicationScoped
public class RoomCreation {

    private static final String EVERYONE = "*";
    private static final String NOBODY = "none";
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final Duration SWEEP = Duration.ofMinutes(10);

    private String creators;
    private int most;
    private RoomPolicies policies;
    private LongSupplier clock;
    private final Map<String, SlidingWindow> windows = new ConcurrentHashMap<>();

    protected RoomCreation() {
        // For the container's proxy.
    }

    @Inject
    public RoomCreation(Settings settings, RoomPolicies policies, ThreadPools threads) {
        this(settings.rooms(), policies, System::nanoTime);
        threads.timers().every(SWEEP, this::sweep);
    }

    RoomCreation(Settings.Rooms settings, RoomPolicies policies, LongSupplier clock) {
        this.creators = settings.creators();
        this.most = settings.maxCreated();
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Requires that the user's role and the portal's policies allow the room.
     *
     * @throws RefusedException ACCESS_DENIED, or the error of a policy
     */
    void requireAllowed(User user, ChatRoom room) {
        if (!mayCreate(user)) {
            throw new RefusedException(
                    ErrorCode.ACCESS_DENIED, "You may not create rooms here; join an existing one");
        }
        policies.requireCreation(user, room);
    }

    /**
     * Requires that the user may create one more room now.
     *
     * @throws RefusedException QUOTA_EXCEEDED
     */
    void requireQuota(User user) {
        boolean[] full = new boolean[1];
        windows.computeIfPresent(
                user.id(),
                (id, window) -> {
                    full[0] = window.isFull(clock.getAsLong(), HOUR);
                    return window;
                });
        if (full[0]) {
            throw new RefusedException(
                    ErrorCode.QUOTA_EXCEEDED, "A user may create " + most + " rooms in an hour");
        }
    }

    /**
     * Counts a room that was committed. Rooms that a user creates at the same moment on several
     * connections may all pass {@link #requireQuota} before one of them is counted.
     */
    void count(User user) {
        windows.compute(
                user.id(),
                (id, known) -> {
                    SlidingWindow window = known != null ? known : new SlidingWindow(most);
                    window.tryAccept(clock.getAsLong(), HOUR);
                    return window;
                });
    }

    /** Anonymous users have another id after a reconnect: nobody would own or remove the room. */
    private boolean mayCreate(User user) {
        if (user.anonymous() || creators.equals(NOBODY)) {
            return false;
        }
        return creators.equals(EVERYONE)
                || Arrays.stream(creators.split(",")).anyMatch(user::hasRole);
    }

    void sweep() {
        long now = clock.getAsLong();
        windows.values().removeIf(window -> window.isIdle(now, HOUR));
    }

    int size() {
        return windows.size();
    }
}
