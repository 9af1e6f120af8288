package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.Fuzzer;
import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
import dev.parley.harness.server.ServerLog;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.VitalsServlet;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Malformed frames in great numbers, at both doors and all transports. {@code mvn -Plong
 * -Dsuite=fuzz verify} sends ten million; {@code -Dparley.fuzz.frames}, {@code
 * -Dparley.fuzz.seconds} and {@code -Dparley.fuzz.seed} say it otherwise.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class FuzzIT {

    private static final long FRAMES = Long.getLong("parley.fuzz.frames", 20_000);
    private static final long SECONDS = Long.getLong("parley.fuzz.seconds", 120);
    private static final long SEED = Long.getLong("parley.fuzz.seed", System.nanoTime());

    /** Until the server's code is compiled and its pools have their threads. */
    private static final long WARM_UP_FRAMES = 5_000;

    private static final long MAX_GROWTH = 48L * 1024 * 1024;
    private static final int MAX_NEW_THREADS = 12;

    @ArquillianResource private URL server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.of(
                                "parley.rate.limit", "1000000",
                                "parley.rate.window", "1s",
                                "parley.rooms.auto-create", "false",
                                "parley.recovery.window", "1s",
                                "parley.ping-interval", "10s",
                                "parley.ping-timeout", "20s"))
                .addClass(VitalsServlet.class);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void malformedFramesHarmNobodyAndLeaveNothingBehind() throws Exception {
        List<TestUser> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            users.add(TestUser.on(server));
        }
        new Fuzzer(server, users, WARM_UP_FRAMES, SECONDS).run(SEED - 100);
        Vitals before = Vitals.whenAllAreGone(server);
        ServerLog log = ServerLog.now();

        Fuzzer fuzzer = new Fuzzer(server, users, FRAMES, SECONDS);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Long> good = CompletableFuture.supplyAsync(() -> roundTrips(over));
        long start = System.nanoTime();
        fuzzer.run(SEED);
        double seconds = (System.nanoTime() - start) / 1e9;
        over.set(true);
        long trips =
                good.handle((done, failure) -> failure == null ? done : -1L)
                        .get(1, TimeUnit.MINUTES);
        Vitals.whenAllAreGone(server);
        // Pools keep idle threads for up to a minute.
        Vitals.when(server, now -> now.threads() < before.threads() + MAX_NEW_THREADS);
        Vitals after = Vitals.atRest(server);
        tell(fuzzer, seconds, trips, before, after);

        try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
            client.assertAlive();
        }
        assertAll(
                () -> assertTrue(fuzzer.sent() >= FRAMES, "the time was over before"),
                () -> assertEquals(Map.of(), fuzzer.silences(), "neither answered nor ended"),
                () -> good.get(),
                () -> assertTrue(trips > 0, "no good client was served meanwhile"),
                () -> assertEquals(List.of(), log.complaints()),
                () -> assertTrue(after.memory() < before.memory() + MAX_GROWTH, "memory"));
    }

    /** What a client of good will can do meanwhile; fails if it is not served. */
    private long roundTrips(AtomicBoolean over) {
        try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
            long trips = 0;
            do {
                client.assertAlive();
                // The answer to a ping, if one was sent.
                client.send("3");
                trips++;
            } while (!over.get());
            return trips;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void tell(
            Fuzzer fuzzer, double seconds, long trips, Vitals before, Vitals after) {
        StringBuilder table = new StringBuilder("\nMalformed frames (seed " + SEED + ")\n");
        row(table, "server", System.getProperty("parley.server"));
        row(table, "frames", Long.toString(fuzzer.sent()));
        fuzzer.kinds().forEach((kind, n) -> row(table, "  " + kind, n.toString()));
        row(table, "seconds", "%.0f".formatted(seconds));
        row(table, "connections", Long.toString(fuzzer.connections()));
        row(table, "round trips of a good client", Long.toString(trips));
        row(
                table,
                "memory in MiB",
                mebibytes(before.memory()) + " -> " + mebibytes(after.memory()));
        row(table, "threads", before.threads() + " -> " + after.threads());
        row(table, "connections left", Integer.toString(after.connections()));
        row(table, "sockets left", Integer.toString(after.sockets()));
        fuzzer.endings().forEach((ending, n) -> row(table, ending, n.toString()));
        fuzzer.silences().forEach((door, n) -> row(table, door + ": NO ANSWER", n.toString()));
        System.out.println(table);
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append("  %-32s %s%n".formatted(name, value));
    }

    private static String mebibytes(long bytes) {
        return "%.1f".formatted(bytes / 1_048_576.0);
    }
}
