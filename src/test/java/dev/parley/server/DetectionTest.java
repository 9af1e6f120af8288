package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.websockets.jsr.ServerWebSocketContainer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which server is selected, and what is said about the protections that it does not offer. */
class DetectionTest {

    /** All that a server of its own kind has to offer. */
    private static final Set<Protection> OF_THE_SERVER =
            EnumSet.complementOf(
                    EnumSet.of(
                            Protection.READ_RETRIES,
                            Protection.HANDSHAKES,
                            Protection.DIRECT_SENDS));

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Protections.class);

    @Test
    void anUnknownServerIsUsedByTheSpecificationsAlone() {
        ApplicationServer server = TestServers.unknown();
        assertInstanceOf(PortableServer.class, server);
        assertTrue(server.name().contains("UnknownContainer"), server.name());
        assertEquals(1, server.sendWindow());
        assertTrue(server.sendsCanBlock());
        assertEquals(SessionControl.NONE, server.control(null));
        assertEquals(OF_THE_SERVER, server.protections().missing());
    }

    @Test
    void oneWarningNamesEachMissingProtectionAndItsConsequence() {
        ApplicationServer server = TestServers.unknown();
        server.protections().report(server.name());
        assertEquals(1, warnings.all().size());
        String warning = warnings.all().get(0);
        assertTrue(warning.startsWith(server.name()), warning);
        for (Protection missing : OF_THE_SERVER) {
            assertTrue(warning.contains(missing.name()), warning);
            assertTrue(warning.contains(missing.consequence()), warning);
        }
    }

    @Test
    void undertowIsKnownAndOffersAllThatNeedsNoWildFly() {
        ApplicationServer server = Detection.of(ServerWebSocketContainer.class);
        assertInstanceOf(UndertowServer.class, server);
        assertEquals(Set.of(), server.protections().missing());
        assertTrue(server.sendWindow() > 1);
    }

    @Test
    void undertowWithoutWildFlyAnnouncesNoStop() {
        ApplicationServer server = Detection.of(ServerWebSocketContainer.class);
        server.onStop(() -> {}, () -> {}).run();
        server.protections().report(server.name());
        assertEquals(Set.of(Protection.STOP_NOTICE), server.protections().missing());
        assertEquals(1, warnings.all().size());
    }

    @Test
    void aLibertyWithOtherClassesLacksWhatNeedsThem() {
        ApplicationServer server = new LibertyServer(getClass().getClassLoader());
        server.onStop(() -> {}, () -> {}).run();
        assertEquals(
                Set.of(
                        Protection.CONNECTION_ABORT,
                        Protection.FRAGMENT_LIMIT,
                        Protection.DIRECT_SENDS,
                        Protection.CONTROL_FRAMES,
                        Protection.STOP_NOTICE),
                server.protections().missing());
        assertEquals(SessionControl.NONE, server.control(null));
    }

    @Test
    void whatIsFoundMissingOnlyAfterTheStartIsReportedOnceAsWell() {
        Protections protections = new Protections();
        protections.report("A server");
        assertEquals(List.of(), warnings.all());
        protections.lack(Protection.PONG_LIMIT, new IllegalStateException());
        protections.lack(Protection.PONG_LIMIT, new IllegalStateException());
        assertEquals(1, warnings.all().size());
        assertTrue(warnings.all().get(0).contains(Protection.PONG_LIMIT.name()));
        assertEquals("PONG_LIMIT", protections.describe());
    }
}
