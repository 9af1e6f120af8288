package dev.parley.hub;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A namespace: its name, its handler, and its sockets on this node. Thread-safe. */
public final class Namespace {

    private final String name;
    private final NamespaceHandler handler;
    private final boolean verbatim;
    private final Map<String, LocalSocket> sockets = new ConcurrentHashMap<>();
    private final Channels channels = new Channels();

    public Namespace(String name, NamespaceHandler handler) {
        this(name, handler, false);
    }

    /**
     * @param verbatim whether events are sent exactly as emitted, whatever the client's naming
     */
    public Namespace(String name, NamespaceHandler handler, boolean verbatim) {
        this.name = name;
        this.handler = handler;
        this.verbatim = verbatim;
    }

    /** Returns the name with its leading slash. */
    public String name() {
        return name;
    }

    public NamespaceHandler handler() {
        return handler;
    }

    /** Returns whether events are sent exactly as emitted, whatever the client's naming. */
    public boolean isVerbatim() {
        return verbatim;
    }

    /** Returns the channel subscriptions of the sockets. */
    public Channels channels() {
        return channels;
    }

    /** Returns a live view of the sockets on this node. */
    public Collection<LocalSocket> sockets() {
        return sockets.values();
    }

    void add(LocalSocket socket) {
        channels.arrived(socket);
        sockets.put(socket.id(), socket);
    }

    boolean remove(LocalSocket socket) {
        channels.gone(socket);
        return sockets.remove(socket.id(), socket);
    }
}
