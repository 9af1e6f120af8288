package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.HostileClients;
import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.VitalsServlet;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hostile clients of all kinds for an hour: {@code mvn -Plong -Dsuite=siege verify}; {@code
 * -Dparley.siege.seconds} sets another time.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@Tag("siege")
class SiegeIT {

    private static final Duration TIME = Duration.ofSeconds(Long.getLong("parley.siege.seconds"));

    /** Until the server's code is compiled and its pools have their threads. */
    private static final Duration WARM_UP = TIME.dividedBy(20).plusSeconds(10);

    private static final long MAX_GROWTH = 48L * 1024 * 1024;
    private static final int MAX_NEW_THREADS = 12;

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.of(
                                "parley.ping-interval", "5s",
                                "parley.ping-timeout", "5s",
                                "parley.connect-timeout", "5s",
                                "parley.body.timeout", "8s",
                                "parley.recovery.window", "8s"))
                .addClass(VitalsServlet.class);
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void hostileClientsKeepNobodyFromBeingServedAndLeaveNothingBehind() throws Exception {
        List<TestUser> users = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            users.add(TestUser.on(server));
        }
        new HostileClients(server, users).run(WARM_UP);
        Vitals before = Vitals.whenAllAreGone(server);

        HostileClients clients = new HostileClients(server, users);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong trips = new AtomicLong();
        AtomicLong slowestNanos = new AtomicLong();
        CompletableFuture<Void> good =
                CompletableFuture.runAsync(() -> roundTrips(over, trips, slowestNanos));
        clients.run(TIME);
        over.set(true);
        good.handle((done, failure) -> done).get(1, TimeUnit.MINUTES);
        Vitals.whenAllAreGone(server);
        // Pools keep idle threads for up to a minute.
        Vitals.when(server, now -> now.threads() < before.threads() + MAX_NEW_THREADS);
        Vitals after = Vitals.atRest(server);
        tell(clients, trips, slowestNanos, before, after);
        assertAll(
                () -> assertEquals(Map.of(), clients.unended(), "neither answered nor ended"),
                () -> good.get(),
                () -> assertTrue(trips.get() > 0, "no good client was served meanwhile"),
                () -> assertTrue(after.memory() < before.memory() + MAX_GROWTH, "memory"));
    }

    /** What a client of good will can do meanwhile; fails if it is not served. */
    private void roundTrips(AtomicBoolean over, AtomicLong trips, AtomicLong slowestNanos) {
        try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
            while (!over.get()) {
                long start = System.nanoTime();
                client.assertAlive();
                slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
                // The answer to a ping, if one was sent.
                client.send("3");
                trips.incrementAndGet();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void tell(
            HostileClients clients,
            AtomicLong trips,
            AtomicLong slowestNanos,
            Vitals before,
            Vitals after) {
        StringBuilder table = new StringBuilder("\nHostile clients\n");
        row(table, "server", System.getProperty("parley.server"));
        row(table, "seconds", Long.toString(TIME.toSeconds()));
        clients.counts().forEach((kind, n) -> row(table, "  " + kind, n.toString()));
        clients.unended().forEach((kind, n) -> row(table, kind + ": NO END", n.toString()));
        row(table, "round trips of a good client", trips.toString());
        row(table, "the slowest in ms", Long.toString(slowestNanos.get() / 1_000_000));
        row(
                table,
                "memory in MiB",
                mebibytes(before.memory()) + " -> " + mebibytes(after.memory()));
        row(table, "threads", before.threads() + " -> " + after.threads());
        row(table, "connections left", Integer.toString(after.connections()));
        row(table, "sockets left", Integer.toString(after.sockets()));
        System.out.println(table);
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append("  %-40s %s%n".formatted(name, value));
    }

    private static String mebibytes(long bytes) {
        return "%.1f".formatted(bytes / 1_048_576.0);
    }
}
