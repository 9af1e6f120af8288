package dev.parley.hub;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channel subscriptions of one namespace's sockets on this node. Thread-safe.
 *
 * <p>Channels have their own key space: a channel is unrelated to a room, user or socket of the
 * same name. A channel exists as long as it has a subscriber.
 */
public final class Channels {

    /** Also records the connected sockets: a disconnected socket cannot subscribe. */
    private final Map<LocalSocket, Set<String>> names = new ConcurrentHashMap<>();

    private final Map<String, Set<LocalSocket>> listeners = new ConcurrentHashMap<>();

    void arrived(LocalSocket socket) {
        names.put(socket, Set.of());
    }

    void gone(LocalSocket socket) {
        names.computeIfPresent(
                socket,
                (s, heard) -> {
                    heard.forEach(channel -> silence(channel, s));
                    return null;
                });
    }

    /**
     * Subscribes a socket to a channel. Idempotent.
     *
     * @param max the maximum number of channels per socket
     * @return false if the socket has reached that limit or has disconnected
     */
    public boolean subscribe(LocalSocket socket, String channel, int max) {
        boolean[] done = new boolean[1];
        names.computeIfPresent(
                socket,
                (s, heard) -> {
                    if (heard.contains(channel)) {
                        done[0] = true;
                        return heard;
                    }
                    if (heard.size() >= max) {
                        return heard;
                    }
                    done[0] = true;
                    listeners.compute(
                            channel,
                            (c, present) -> {
                                Set<LocalSocket> sockets =
                                        present != null ? present : ConcurrentHashMap.newKeySet();
                                sockets.add(s);
                                return sockets;
                            });
                    Set<String> more = heard.isEmpty() ? new HashSet<>() : heard;
                    more.add(channel);
                    return more;
                });
        return done[0];
    }

    /** Unsubscribes a socket from a channel; returns whether it was subscribed. */
    public boolean unsubscribe(LocalSocket socket, String channel) {
        boolean[] done = new boolean[1];
        names.computeIfPresent(
                socket,
                (s, heard) -> {
                    done[0] = heard.contains(channel);
                    if (done[0]) {
                        heard.remove(channel);
                        silence(channel, s);
                    }
                    return heard.isEmpty() ? Set.of() : heard;
                });
        return done[0];
    }

    private void silence(String channel, LocalSocket socket) {
        listeners.computeIfPresent(
                channel,
                (c, sockets) -> {
                    sockets.remove(socket);
                    return sockets.isEmpty() ? null : sockets;
                });
    }

    /** Returns a copy of the channels to which a socket is subscribed. */
    public Set<String> of(LocalSocket socket) {
        Set<String> copy = new HashSet<>();
        names.computeIfPresent(
                socket,
                (s, heard) -> {
                    copy.addAll(heard);
                    return heard;
                });
        return copy;
    }

    /** Returns a live view of a channel's subscribers. */
    public Collection<LocalSocket> listeners(String channel) {
        return listeners.getOrDefault(channel, Set.of());
    }

    /** Returns the number of channels with a subscriber. */
    public int count() {
        return listeners.size();
    }
}
