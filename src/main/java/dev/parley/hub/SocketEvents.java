package dev.parley.hub;

import dev.parley.api.Inbound;
import dev.parley.hub.NamespaceHandler.Acknowledgement;

/**
 * Calls the namespaces for what happens to the sockets of one connection, in order: they connect,
 * send events, and disconnect. Thread-safe.
 */
public final class SocketEvents {

    private final EventQueue queue = new EventQueue();

    /**
     * Queues that a socket connected; {@link #startQueued} starts it. For callers that hold a lock.
     *
     * @param greeting opens the socket for the client, before anything is sent to it
     */
    public void queueConnect(LocalSocket socket, Runnable greeting) {
        queue.add(
                false,
                ended -> {
                    greeting.run();
                    socket.namespace().handler().onConnect(socket);
                    ended.run();
                });
    }

    /** Starts what may start now. */
    public void startQueued() {
        queue.drain();
    }

    /**
     * Queues an event of the client, and starts it if nothing is before it.
     *
     * @param handled called once, on any thread, when nothing more will come of the event
     */
    public void queueEvent(
            LocalSocket socket, Inbound event, Acknowledgement ack, Runnable handled) {
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
     * Queues that a socket disconnected: after its own events, so that a join under way is undone.
     *
     * @param afterwards what comes next
     */
    public void queueDisconnect(LocalSocket socket, Runnable afterwards) {
        queue.submit(
                false,
                ended -> {
                    socket.namespace().handler().onDisconnect(socket);
                    afterwards.run();
                    ended.run();
                });
    }
}
