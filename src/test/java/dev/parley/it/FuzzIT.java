package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.Fuzzer;
import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.ResultTable;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
import dev.parley.harness.client.WellBehavedClient;
import dev.parley.harness.server.ServerLog;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.VitalsServlet;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * -Dparley.fuzz.seconds}, {@code -Dparley.fuzz.connections} (at a time) and {@code
 * -Dparley.fuzz.seed} override that.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class FuzzIT {

    private static final long FRAMES = Long.getLong("parley.fuzz.frames", 20_000);
    private static final long SECONDS = Long.getLong("parley.fuzz.seconds", 120);
    private static final int CONNECTIONS = Integer.getInteger("parley.fuzz.connections", 4);
    private static final long SEED = Long.getLong("parley.fuzz.seed", System.nanoTime());

    /** Until the server's code is compiled and its pools have their threads. */
    private static final long WARM_UP_FRAMES = 5_000;

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
        for (int i = 0; i < CONNECTIONS; i++) {
            users.add(TestUser.on(server));
        }
        new Fuzzer(server, users, WARM_UP_FRAMES, SECONDS).run(SEED - 100);
        Vitals before = Vitals.whenAllAreGone(server);
        ServerLog log = ServerLog.now();

        Fuzzer fuzzer = new Fuzzer(server, users, FRAMES, SECONDS);
        WellBehavedClient good = WellBehavedClient.start(server);
        long start = System.nanoTime();
        fuzzer.run(SEED);
        double seconds = (System.nanoTime() - start) / 1e9;
        good.stop();
        Vitals after = Vitals.whenBackTo(before, server);
        tell(fuzzer, seconds, good, before, after);

        try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
            client.assertAlive();
        }
        assertAll(
                () -> assertTrue(fuzzer.sent() >= FRAMES, "the time was over before"),
                () -> assertEquals(Map.of(), fuzzer.silences(), "neither answered nor ended"),
                good::assertServed,
                () -> assertEquals(List.of(), log.complaints()),
                () -> after.assertHasNotGrownSince(before));
    }

    private static void tell(
            Fuzzer fuzzer, double seconds, WellBehavedClient good, Vitals before, Vitals after) {
        ResultTable table = new ResultTable("Malformed frames (seed " + SEED + ")");
        table.row("frames", fuzzer.sent());
        table.rows("  ", fuzzer.kinds(), "");
        table.row("seconds", "%.0f".formatted(seconds));
        table.row("connections", fuzzer.connections());
        table.rows(good, before, after);
        table.rows("", fuzzer.endings(), "");
        table.rows("", fuzzer.silences(), ": NO ANSWER");
        table.print();
    }
}
