package dev.parley.hub;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A namespace of Socket.IO: its name, its handler, and who is in it on this node. Thread-safe. */
public final class Namespace {

    private final String name;
    private final NamespaceHandler handler;
    private final Map<String, Socket> sockets = new ConcurrentHashMap<>();

    public Namespace(String name, NamespaceHandler handler) {
        this.name = name;
        this.handler = handler;
    }

    /** The name with its leading slash. */
    public String name() {
        return name;
    }

    public NamespaceHandler handler() {
        return handler;
    }

    /** A live view of the sockets on this node. */
    public Collection<Socket> sockets() {
        return sockets.values();
    }

    void add(Socket socket) {
        sockets.put(socket.id(), socket);
    }

    boolean remove(Socket socket) {
        return sockets.remove(socket.id(), socket);
    }
}
