package dev.parley.hub;

import dev.parley.api.Inbound;
import dev.parley.hub.NamespaceHandler.Acknowledgement;

/**
 * Brings what happens to the sockets of one connection to their namespaces, in its order: their
 * coming, their events, their going. Thread-safe.
 */
public final class SocketEvents {

    private final EventQueue queue = new EventQueue();

    /**
     * Puts the coming of a socket in line; {@link #run} starts it. For callers that hold a lock.
     *
     * @param greeting opens the socket for the client, before anything is sent to it
     */
    public void welcome(LocalSocket socket, Runnable greeting) {
        queue.add(
                false,
                ended -> {
                    greeting.run();
                    socket.namespace().handler().onConnect(socket);
                    ended.run();
                });
    }

    /** Starts what may start now. */
    public void run() {
        queue.drain();
    }

    /**
     * Takes an event of the client.
     *
     * @param handled called once, on any thread, when nothing more will come of the event
     */
    public void handle(LocalSocket socket, Inbound event, Acknowledgement ack, Runnable handled) {
        socket.learnNaming(event.name());
        NamespaceHandler handler = socket.namespace().handler();
        queue.submit(
                handler.isBarrier(event.name()),
                ended ->
                        handler.onEvent(
                                socket,
                                event,
                                ack,
                                () -> {
                                    handled.run();
                                    ended.run();
                                }));
    }

    /**
     * The socket has gone: in line behind its own events, so that a join under way is undone.
     *
     * @param afterwards what comes next
     */
    public void farewell(LocalSocket socket, Runnable afterwards) {
        queue.submit(
                false,
                ended -> {
                    socket.namespace().handler().onDisconnect(socket);
                    afterwards.run();
                    ended.run();
                });
    }
}
