package dev.parley.hub;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sockets of one namespace hear which channel, on this node. Thread-safe.
 *
 * <p>Channels are a key space of their own: a name here has nothing to do with the room, the user
 * or the socket of the same name. A channel is there as long as somebody hears it.
 */
public final class Channels {

    /** Also tells which sockets are there: one that has gone cannot subscribe any more. */
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
     * Lets a socket hear a channel; nothing changes for one that hears it already.
     *
     * @param max how many channels the socket may hear
     * @return false if it hears that many already, or is gone
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

    /** Ends what {@link #subscribe} began; returns whether the socket heard the channel. */
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

    /** The channels that a socket hears at this moment. */
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

    /** A live view of the sockets that hear a channel. */
    public Collection<LocalSocket> listeners(String channel) {
        return listeners.getOrDefault(channel, Set.of());
    }

    /** How many channels have a listener. */
    public int count() {
        return listeners.size();
    }
}
