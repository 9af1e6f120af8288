package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events of one direct room on this node, in order. Tracks which were delivered in order, and
 * which late. Not thread-safe, except for {@link #isUnusedFor}: owned by the room's stripe.
 */
final class DirectStream {

    /**
     * An event to deliver.
     *
     * @param userIds the room's two users
     * @param except the id of a socket that already has the event, or null
     */
    record Offer(DurableEvent event, Set<String> userIds, @Nullable String except) {}

    private final Delivery delivery;
    private final LongSupplier clock;
    private final String epoch;

    /** The first event that is delivered in order; earlier ones can only be delivered late. */
    private final long first;

    private Set<String> userIds;
    private long delivered;

    /** The room's latest event known to this node. */
    private long known;

    /** The events before the first that were delivered here. */
    private final Set<Long> late = new HashSet<>();

    /** The sockets that already have an event, by its {@code rev}. */
    private final Map<Long, String> excepted = new HashMap<>();

    /** Offers that wait until the events before the first are read; otherwise null. */
    private @Nullable List<Offer> waiting;

    /** Whether missing events are being read. */
    boolean filling;

    private volatile long usedAt;

    /**
     * Creates a stream.
     *
     * @param clock in nanoseconds
     * @param first the first event to deliver
     * @param delivered the last event that was delivered, or is known to the clients otherwise
     */
    DirectStream(
            Delivery delivery,
            LongSupplier clock,
            Set<String> userIds,
            String epoch,
            long first,
            long delivered) {
        this.delivery = delivery;
        this.clock = clock;
        this.userIds = Set.copyOf(userIds);
        this.epoch = epoch;
        this.first = first;
        this.delivered = delivered;
        usedAt = clock.getAsLong();
    }

    boolean isAt(String otherEpoch) {
        return epoch.equals(otherEpoch);
    }

    long first() {
        return first;
    }

    long delivered() {
        return delivered;
    }

    /** Whether a committed event is missing. */
    boolean hasGap() {
        return delivered < known;
    }

    /** Whether nothing was delivered or offered for that long; may be called on any thread. */
    boolean isUnusedFor(Duration age) {
        return clock.getAsLong() - usedAt > age.toNanos();
    }

    /** Holds offers until {@link #release}. */
    void hold() {
        waiting = new ArrayList<>();
    }

    /** Stops holding offers, and returns those that were held. */
    List<Offer> release() {
        List<Offer> held = waiting == null ? List.of() : waiting;
        waiting = null;
        return held;
    }

    /**
     * Takes an event; events may arrive in any order and repeatedly.
     *
     * @return whether an event before it is missing
     */
    boolean offer(Offer offer) {
        userIds = Set.copyOf(offer.userIds());
        usedAt = clock.getAsLong();
        if (waiting != null) {
            waiting.add(offer);
            return false;
        }
        DurableEvent event = offer.event();
        know(event.rev());
        if (event.rev() <= delivered) {
            deliverLate(event, allBut(offer.except()));
            return false;
        }
        except(event, offer.except());
        return !deliverNext(event);
    }

    /** Records that the room's stream has reached {@code rev}. */
    void know(long rev) {
        known = Math.max(known, rev);
    }

    /**
     * Records that a socket already has an event that was not delivered here yet.
     *
     * @param socketId null if there is no such socket
     */
    void except(DurableEvent event, @Nullable String socketId) {
        if (socketId != null && event.rev() > delivered) {
            excepted.put(event.rev(), socketId);
        }
    }

    /**
     * Delivers an event if it is the next one.
     *
     * @return whether it was the next one
     */
    boolean deliverNext(DurableEvent event) {
        if (event.rev() != delivered + 1 || !isAt(event.epoch())) {
            return false;
        }
        String except = excepted.remove(event.rev());
        delivered = event.rev();
        usedAt = clock.getAsLong();
        delivery.direct(event, userIds, allBut(except));
        return true;
    }

    /** Delivers an event from before the first, once. */
    void deliverLate(DurableEvent event, Predicate<LocalSocket> to) {
        if (isAt(event.epoch()) && event.rev() < first && late.add(event.rev())) {
            delivery.direct(event, userIds, to);
        }
    }

    /**
     * Selects all sockets but one.
     *
     * @param except its id, or null
     */
    static Predicate<LocalSocket> allBut(@Nullable String except) {
        return socket -> !socket.id().equals(except);
    }
}
