package dev.parley.hub;

import dev.parley.api.Inbound;
import dev.parley.flow.Guarded;
import dev.parley.hub.NamespaceHandler.Acknowledgement;
import java.util.concurrent.CompletableFuture;
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
     * @param failed closes the connection if the greeting or the handler fails; must not block
     */
    public void queueConnect(LocalSocket socket, Runnable greeting, Runnable failed) {
        queue.add(false, ended -> connect(socket, greeting, failed, ended));
    }

    /**
     * Queues the admission of a socket: the client's events wait until it is complete. Notifies the
     * namespace if it succeeds; if it fails, nothing that is queued ever starts.
     *
     * @param admission starts the admission; completes with whether the socket may connect
     * @param greeting sends the client the packet that opens the socket, before any event
     * @param failed closes the connection if the admission completes exceptionally, or if the
     *     greeting or the handler fails; must not block
     */
    public void queueAdmission(
            LocalSocket socket,
            Supplier<CompletionStage<Boolean>> admission,
            Runnable greeting,
            Runnable failed) {
        queue.submit(
                true,
                ended ->
                        begin(admission)
                                .whenComplete(
                                        (admitted, failure) -> {
                                            if (failure != null) {
                                                fail("Failed to admit a socket", failure, failed);
                                            } else if (admitted) {
                                                connect(socket, greeting, failed, ended);
                                            }
                                        }));
    }

    /** If this threw, the queue would start the events of a socket that was not admitted. */
    private static CompletionStage<Boolean> begin(Supplier<CompletionStage<Boolean>> admission) {
        try {
            return admission.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void fail(String message, Throwable failure, Runnable failed) {
        Guarded.report(LOG, Level.SEVERE, message, failure);
        Guarded.run(LOG, "Failed to close a connection", failed);
    }

    private static void connect(
            LocalSocket socket, Runnable greeting, Runnable failed, Runnable ended) {
        try {
            greeting.run();
            socket.namespace().handler().onConnect(socket);
        } catch (RuntimeException | Error e) {
            fail("Failed to connect a socket", e, failed);
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
