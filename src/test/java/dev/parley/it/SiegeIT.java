package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.harness.client.HostileClients;
import dev.parley.harness.client.ResultTable;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
import dev.parley.harness.client.WellBehavedClient;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.VitalsServlet;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
        WellBehavedClient good = WellBehavedClient.start(server);
        clients.run(TIME);
        good.stop();
        Vitals after = Vitals.whenBackTo(before, server);
        tell(clients, good, before, after);
        assertAll(
                () -> assertEquals(Map.of(), clients.unended(), "neither answered nor ended"),
                good::assertServed,
                () -> after.assertHasNotGrownSince(before));
    }

    private static void tell(
            HostileClients clients, WellBehavedClient good, Vitals before, Vitals after) {
        ResultTable table = new ResultTable("Hostile clients");
        table.row("seconds", TIME.toSeconds());
        table.rows("  ", clients.counts(), "");
        table.rows("", clients.unended(), ": NO END");
        table.rows(good, before, after);
        table.print();
    }
}
