package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.User;
import dev.parley.server.WarningsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SocketEventsTest {

    private static final Runnable BROKEN =
            () -> {
                throw new LinkageError("a bug");
            };

    @RegisterExtension final WarningsOf warnings = new WarningsOf(SocketEvents.class);

    private final List<String> seen = new ArrayList<>();
    private final SocketEvents events = new SocketEvents();
    private final TestSocket socket =
            new TestSocket("s", "anna", new Namespace("/x", new Noting()));

    private final class Noting implements NamespaceHandler {
        @Override
        public void admit(User user, Handshake handshake) {}

        @Override
        public void onConnect(LocalSocket socket) {
            seen.add("connect");
        }

        @Override
        public void onMalformed(LocalSocket socket) {}

        @Override
        public void onDisconnect(LocalSocket socket) {
            seen.add("disconnect");
        }

        @Override
        public boolean isBarrier(String event) {
            return false;
        }

        @Override
        public void onEvent(
                LocalSocket socket, Inbound event, Acknowledgement ack, Runnable ended) {
            seen.add(event.name());
            ended.run();
        }
    }

    private void send(String event) {
        events.queueEvent(socket, new Inbound(event, List.of(), false), value -> {}, () -> {});
    }

    private void note(String what) {
        seen.add(what);
    }

    @Test
    void anAdmissionThatFailsClosesTheConnectionAndStartsNoEvent() {
        events.queueAdmission(
                socket,
                () -> CompletableFuture.failedFuture(new LinkageError("a bug")),
                () -> note("greeting"),
                () -> note("close"));
        send("event");
        assertEquals(List.of("close"), seen);
        assertEquals(1, warnings.records().size());
    }

    @Test
    void anAdmissionThatCannotBeginClosesTheConnectionAndStartsNoEvent() {
        events.queueAdmission(
                socket,
                () -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                () -> note("greeting"),
                () -> note("close"));
        send("event");
        assertEquals(List.of("close"), seen);
    }

    @Test
    void aGreetingThatFailsClosesTheConnection() {
        events.queueAdmission(
                socket, () -> CompletableFuture.completedFuture(true), BROKEN, () -> note("close"));
        events.queueDisconnect(socket, () -> {});
        assertEquals(List.of("close", "disconnect"), seen);
    }

    @Test
    void aConnectThatFailsClosesTheConnection() {
        events.queueConnect(socket, BROKEN, () -> note("close"));
        events.startQueued();
        events.queueDisconnect(socket, () -> {});
        assertEquals(List.of("close", "disconnect"), seen);
    }

    @Test
    void aConnectThatSucceedsClosesNothing() {
        events.queueConnect(socket, () -> note("greeting"), () -> note("close"));
        events.startQueued();
        send("event");
        assertEquals(List.of("greeting", "connect", "event"), seen);
    }
}
