package dev.parley.room;

import dev.parley.flow.Stripe;
import dev.parley.flow.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Who is present in which place, drawn from what all nodes say; announces a user's first arrival
 * and last departure.
 *
 * <p>A user who is lost counts as present for the grace time, so that a reconnection makes no
 * noise. {@link #update} happens on the stripe of the place and user; the reads are thread-safe.
 */
final class Attendance {

    /** Hears of arrivals and departures, on the stripe. */
    interface Listener {
        void arrived(String place, String userId, String username);

        void departed(String place, String userId, String username);
    }

    private static final PresenceEntry GONE = new PresenceEntry(0, false, "");

    private final BiFunction<String, String, Stripe> stripes;
    private final Timers timers;
    private final Duration grace;
    private final Listener listener;
    private final Map<String, NavigableMap<String, Presence>> places = new ConcurrentHashMap<>();

    /** Touched on the stripe only, except for the volatile fields, which anybody may read. */
    private static final class Presence {
        private final Map<String, Integer> byNode = new HashMap<>();
        private Future<?> departure;
        private volatile int connections;
        private volatile Set<String> nodes = Set.of();
        private volatile String username;
    }

    /**
     * @param stripes the stripe of a place and user
     */
    Attendance(
            BiFunction<String, String, Stripe> stripes,
            Timers timers,
            Duration grace,
            Listener listener) {
        this.stripes = stripes;
        this.timers = timers;
        this.grace = grace;
        this.listener = listener;
    }

    /**
     * A node says something new of a user; an entry without connections is the end of its say. What
     * the stripe itself has written counts within its turn: who has joined sees himself.
     */
    void update(String node, PresenceKey key, PresenceEntry entry) {
        stripes.apply(key.place(), key.user()).executeInTurn(() -> apply(node, key, entry));
    }

    /** What a node said is void: those who were only there are lost. */
    void forget(String node) {
        audit(node, key -> false);
    }

    /**
     * Some of what a node said may be void.
     *
     * @param says whether it still says something of a user; asked on the user's stripe, so that
     *     whatever it says a moment later comes after
     */
    void audit(String node, Predicate<PresenceKey> says) {
        places.forEach(
                (place, users) ->
                        users.forEach(
                                (user, presence) -> {
                                    if (presence.nodes.contains(node)) {
                                        audit(node, new PresenceKey(place, user), says);
                                    }
                                }));
    }

    /** Only these nodes count: what others said is void. */
    void retain(Set<String> nodes) {
        Set<String> others = new HashSet<>();
        places.values().forEach(users -> users.values().forEach(one -> others.addAll(one.nodes)));
        others.removeAll(nodes);
        others.forEach(this::forget);
    }

    private void audit(String node, PresenceKey key, Predicate<PresenceKey> says) {
        stripes.apply(key.place(), key.user())
                .execute(
                        () -> {
                            if (!says.test(key)) {
                                apply(node, key, GONE);
                            }
                        });
    }

    /** The nodes that have a user in a place. */
    Set<String> nodes(String place) {
        NavigableMap<String, Presence> users = places.get(place);
        if (users == null) {
            return Set.of();
        }
        Set<String> nodes = new HashSet<>();
        users.values().forEach(presence -> nodes.addAll(presence.nodes));
        return nodes;
    }

    private void apply(String node, PresenceKey key, PresenceEntry entry) {
        NavigableMap<String, Presence> place = places.get(key.place());
        Presence presence = place == null ? null : place.get(key.user());
        if (presence == null) {
            if (entry.connections() == 0) {
                return;
            }
            presence = new Presence();
            presence.username = entry.username();
        }
        if (entry.connections() > 0) {
            presence.byNode.put(node, entry.connections());
            presence.username = entry.username();
        } else {
            presence.byNode.remove(node);
        }
        presence.connections = presence.byNode.values().stream().mapToInt(i -> i).sum();
        presence.nodes = Set.copyOf(presence.byNode.keySet());
        settle(key, presence, entry.left());
    }

    private void settle(PresenceKey key, Presence presence, boolean left) {
        if (presence.connections > 0) {
            if (presence.departure != null) {
                presence.departure.cancel(false);
                presence.departure = null;
            }
            if (enter(key, presence)) {
                listener.arrived(key.place(), key.user(), presence.username);
            }
        } else if (left || grace.isZero()) {
            depart(key, presence);
        } else if (presence.departure == null) {
            presence.departure = timers.after(grace, () -> onStripe(key, presence));
        }
    }

    /** Atomic with the end of an empty place, since users who are online share no stripe. */
    private boolean enter(PresenceKey key, Presence presence) {
        boolean[] entered = new boolean[1];
        places.compute(
                key.place(),
                (place, present) -> {
                    NavigableMap<String, Presence> users =
                            present != null ? present : new ConcurrentSkipListMap<>();
                    entered[0] = users.putIfAbsent(key.user(), presence) == null;
                    return users;
                });
        return entered[0];
    }

    private void onStripe(PresenceKey key, Presence presence) {
        stripes.apply(key.place(), key.user()).execute(() -> depart(key, presence));
    }

    private void depart(PresenceKey key, Presence presence) {
        NavigableMap<String, Presence> place = places.get(key.place());
        if (place == null || presence.connections > 0 || !place.remove(key.user(), presence)) {
            return;
        }
        if (presence.departure != null) {
            presence.departure.cancel(false);
        }
        listener.departed(key.place(), key.user(), presence.username);
        places.computeIfPresent(key.place(), (p, users) -> users.isEmpty() ? null : users);
    }

    boolean isPresent(String place, String userId) {
        NavigableMap<String, Presence> users = places.get(place);
        return users != null && users.containsKey(userId);
    }

    Optional<Attendee> find(String place, String userId) {
        NavigableMap<String, Presence> users = places.get(place);
        Presence presence = users == null ? null : users.get(userId);
        return Optional.ofNullable(presence)
                .map(found -> new Attendee(userId, found.username, found.connections));
    }

    /** How many places have somebody. */
    int places() {
        return places.size();
    }

    int count(String place) {
        NavigableMap<String, Presence> users = places.get(place);
        return users == null ? 0 : users.size();
    }

    /** The users in a place whose ids come after {@code after}, in the order of ids. */
    List<Attendee> page(String place, String after, int limit) {
        NavigableMap<String, Presence> users = places.get(place);
        if (users == null) {
            return List.of();
        }
        return users.tailMap(after, false).entrySet().stream()
                .limit(limit)
                .map(e -> new Attendee(e.getKey(), e.getValue().username, e.getValue().connections))
                .toList();
    }
}
