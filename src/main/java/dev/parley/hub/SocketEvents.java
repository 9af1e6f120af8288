package dev.parley.hub;

import dev.parley.api.Inbound;
import dev.parley.hub.NamespaceHandler.Acknowledgement;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notifies the namespaces when the sockets of one connection connect, send events and disconnect,
 * in this order. Thread-safe.
 */
public final class SocketEvents {

    private static final Logger LOG = Logger.getLogger(SocketEvents.class.getName());

    private final EventQueue queue = new EventQueue();

    /**
     * Queues the connect of a socket; {@link #startQueued} starts it. For callers that hold a lock.
     *
     * @param greeting sends the client the packet that opens the socket, before any event
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

    /**
     * Queues the admission of a socket: the client's events wait until it is complete. Notifies the
     * namespace if it succeeds; if it fails, nothing that is queued ever starts.
     *
     * @param admission starts the admission; completes with whether the socket may connect
     * @param greeting sends the client the packet that opens the socket, before any event
     */
    public void queueAdmission(
            LocalSocket socket, Supplier<CompletionStage<Boolean>> admission, Runnable greeting) {
        queue.submit(
                true,
                ended ->
                        admission
                                .get()
                                .thenAccept(
                                        admitted -> {
                                            if (admitted) {
                                                connect(socket, greeting, ended);
                                            }
                                        }));
    }

    private static void connect(LocalSocket socket, Runnable greeting, Runnable ended) {
        try {
            greeting.run();
            socket.namespace().handler().onConnect(socket);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "Failed to connect a socket", e);
        } finally {
            ended.run();
        }
    }

    /** Starts all queued events that may start now. */
    public void startQueued() {
        queue.drain();
    }

    /**
     * Queues an event from the client, and starts it if no earlier event blocks it.
     *
     * @param handled called once, on any thread, when the event is completely handled
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
     * Queues the disconnect of a socket: after its own events, so that a join in progress is
     * undone.
     *
     * @param afterwards called after the namespace was notified
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
