package dev.parley.conformance.suites;

import dev.parley.api.Event;
import dev.parley.api.Socket;
import dev.parley.flow.ThreadPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The event that tells a client what it brought. Thread-safe.
 *
 * <p>It leaves a moment after the CONNECT reply: the suite waits for one message and then for the
 * next, while its WebSocket library (ws 8.5) tells all messages at once that one read brings, so
 * that the second would be lost on a busy machine.
 */
@ApplicationScoped
public class Greeting {

    private static final Duration MOMENT = Duration.ofMillis(50);

    @Inject private ThreadPools threads;

    void send(Socket socket) {
        Event event = Event.same("auth", socket.handshake().auth());
        threads.timers().after(MOMENT, () -> socket.emit(event));
    }
}
