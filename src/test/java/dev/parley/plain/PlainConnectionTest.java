package dev.parley.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.config.TestSettings;
import dev.parley.flow.Ending;
import dev.parley.flow.Link;
import dev.parley.flow.ManualClock;
import dev.parley.flow.Outbox;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.flow.Transport;
import dev.parley.hub.Admission;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Namespace;
import dev.parley.hub.NamespaceHandler;
import dev.parley.hub.SocketEvents;
import dev.parley.hub.SocketRegistry;
import dev.parley.hub.TestSocket;
import dev.parley.server.ReadControl;
import dev.parley.server.WarningsOf;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlainConnectionTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(SocketEvents.class);

    private final ManualClock clock = new ManualClock();
    private final Settings settings =
            TestSettings.with(
                    "parley.connect-timeout", "1s", "parley.max-connections-per-user", "1");
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private final Door door = new Door();
    private final Namespace namespace = new Namespace("/x", door);
    private SocketRegistry registry = new SocketRegistry();

    private final ThreadPools threads =
            new ThreadPools() {
                @Override
                public Timers timers() {
                    return clock.timers();
                }

                @Override
                public void end(Runnable ending) {
                    ending.run();
                }
            };

    private final Admission admission =
            new Admission() {
                @Override
                public CompletionStage<Void> store(User user) {
                    return stored;
                }
            };

    /** Counts who comes and goes. */
    private static final class Door implements NamespaceHandler {
        private int connects;
        private int disconnects;
        private int malformed;

        @Override
        public void admit(User user, Handshake handshake) {}

        @Override
        public void onConnect(LocalSocket socket) {
            connects++;
        }

        @Override
        public void onMalformed(LocalSocket socket) {
            malformed++;
        }

        @Override
        public void onDisconnect(LocalSocket socket) {
            disconnects++;
        }

        @Override
        public boolean isBarrier(String event) {
            return false;
        }

        @Override
        public void onEvent(
                LocalSocket socket, Inbound event, Acknowledgement ack, Runnable ended) {
            ended.run();
        }
    }

    /** A client that only notes how it was closed. */
    private static final class Client implements Link {
        private Ending ending;

        @Override
        public void drain(Outbox outbox) {}

        @Override
        public Optional<ReadControl> reads() {
            return Optional.empty();
        }

        @Override
        public void close(Ending reason) {
            ending = reason;
        }
    }

    private PlainConnection open(Client client) {
        Handshake request =
                new Handshake(JsonValue.EMPTY_JSON_OBJECT, Map.of(), "here", Instant.EPOCH);
        PlainConnection connection =
                new PlainConnection(
                        lost -> new Transport(client, settings, threads, lost),
                        new PlainHandshake(
                                TestSocket.user("anna"), namespace, request, Optional.empty()),
                        registry,
                        admission,
                        settings,
                        threads,
                        closed -> {});
        connection.start();
        return connection;
    }

    @Test
    void whoCannotEnterInTimeIsToldToTryAgain() {
        Client client = new Client();
        open(client);
        clock.advance(settings.heartbeat().connectTimeout());
        assertEquals(Ending.TRY_AGAIN, client.ending);
        stored.complete(null);
        assertEquals(0, door.connects);
        assertEquals(0, registry.count());
        assertEquals(0, registry.connected("anna"));
    }

    @Test
    void whoEntersInTimeStays() {
        Client client = new Client();
        open(client);
        stored.complete(null);
        clock.advance(settings.heartbeat().connectTimeout());
        assertNull(client.ending);
        assertEquals(1, door.connects);
        assertEquals(1, registry.connected("anna"));
    }

    @Test
    void theLimitPerUserHoldsBeforeTheUserIsStored() {
        Client first = new Client();
        PlainConnection connection = open(first);
        Client second = new Client();
        open(second);
        assertNull(first.ending);
        assertEquals(Ending.POLICY, second.ending);

        connection.onClosed();
        Client third = new Client();
        open(third);
        assertNull(third.ending);
    }

    @Test
    void whoFailsToEnterIsToldToTryAgain() {
        registry =
                new SocketRegistry() {
                    @Override
                    public boolean add(LocalSocket socket, int maxPerUser) {
                        throw new LinkageError("a bug");
                    }
                };
        Client client = new Client();
        open(client);
        stored.complete(null);
        assertEquals(Ending.TRY_AGAIN, client.ending);
        assertEquals(0, door.disconnects);
        assertEquals(1, warnings.records().size());
    }

    @Test
    void theNamespaceLearnsOfMalformedFrames() {
        PlainConnection connection = open(new Client());
        stored.complete(null);
        connection.onFrame(new ClientFrame.Malformed("nonsense", Optional.empty()), 1);
        assertEquals(1, door.malformed);
    }
}
