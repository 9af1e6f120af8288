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
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is present in which place, combined from the entries of all nodes. Announces a user's first
 * arrival and last departure.
 *
 * <p>A user whose connection is lost stays present for the grace time, so that a quick reconnect is
 * not announced. Changes take effect on the stripe of the place and user; reads are thread-safe.
 *
 * <p>If other nodes change entries faster than the stripe works, only the latest state of each
 * entry waits, so that no more than the number of their entries can wait.
 */
final class Attendance {

    /** Is notified of arrivals and departures, on the stripe. */
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

    /** The entry of a node about a user. */
    private record Source(String node, PresenceKey key) {}

    /** The changes that wait for their stripe. */
    private final Map<Source, PresenceEntry> waiting = new ConcurrentHashMap<>();

    /** Accessed on the stripe only, except for reads of the volatile fields. */
    private static final class Presence {
        private final Map<String, Integer> byNode = new HashMap<>();
        private @Nullable Future<?> departure;
        private volatile int connections;
        private volatile Set<String> nodes = Set.of();
        private volatile String username = "";
    }

    /**
     * @param stripes returns the stripe of a place and user
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
     * Applies a node's new entry about a user; an entry without connections removes it. A change
     * made on the stripe itself takes effect within its turn: users who join see themselves.
     */
    void update(String node, PresenceKey key, PresenceEntry entry) {
        Source source = new Source(node, key);
        boolean[] alone = new boolean[1];
        waiting.compute(
                source,
                (same, earlier) -> {
                    alone[0] = earlier == null;
                    return earlier == null ? entry : latest(earlier, entry);
                });
        Stripe stripe = stripes.apply(key.place(), key.user());
        if (alone[0] || stripe.isCurrent()) {
            stripe.executeInTurn(() -> applyWaiting(source));
        }
    }

    /** The entry that a node writes just before it removes a key tells why the user has gone. */
    private static PresenceEntry latest(PresenceEntry earlier, PresenceEntry later) {
        return earlier.connections() == 0 && later.connections() == 0 && earlier.left()
                ? earlier
                : later;
    }

    private void applyWaiting(Source source) {
        PresenceEntry entry = waiting.remove(source);
        if (entry != null) {
            apply(source.node(), source.key(), entry);
        }
    }

    /** Drops all entries of a node; users who were only there are lost. */
    void forget(String node) {
        entriesOf(node, key -> update(node, key, GONE));
    }

    /**
     * Drops the entries of a node that are no longer valid.
     *
     * @param says whether the node still has an entry about a user; called on the user's stripe, so
     *     that later entries are applied later
     */
    void audit(String node, Predicate<PresenceKey> says) {
        entriesOf(node, key -> audit(node, key, says));
    }

    private void entriesOf(String node, Consumer<PresenceKey> action) {
        places.forEach(
                (place, users) ->
                        users.forEach(
                                (user, presence) -> {
                                    if (presence.nodes.contains(node)) {
                                        action.accept(new PresenceKey(place, user));
                                    }
                                }));
    }

    /** Drops the entries of all other nodes. */
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

    /** The nodes with at least one user in a place. */
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

    /** Atomic with the removal of an empty place, since users who are online share no stripe. */
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

    /** How many places have at least one user. */
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
