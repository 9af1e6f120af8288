package dev.parley.hub;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A namespace of Socket.IO: its name, its handler, and who is in it on this node. Thread-safe. */
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
     * @param verbatim whether events go out as they are, whatever naming a client speaks
     */
    public Namespace(String name, NamespaceHandler handler, boolean verbatim) {
        this.name = name;
        this.handler = handler;
        this.verbatim = verbatim;
    }

    /** The name with its leading slash. */
    public String name() {
        return name;
    }

    public NamespaceHandler handler() {
        return handler;
    }

    /** Whether events go out as they are, whatever naming a client speaks. */
    public boolean isVerbatim() {
        return verbatim;
    }

    /** Which of the sockets hear which channel. */
    public Channels channels() {
        return channels;
    }

    /** A live view of the sockets on this node. */
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
