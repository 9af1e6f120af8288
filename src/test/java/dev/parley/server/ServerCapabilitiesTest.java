package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerCapabilitiesTest {

    private final Logger log = Logger.getLogger(ServerCapabilities.class.getName());
    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    logged.add(line);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        log.addHandler(handler);
        log.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(handler);
        log.setUseParentHandlers(true);
    }

    @Test
    void acceptsAServerThatHasEverything() {
        new ServerCapabilities(without(true)).refuse(null);
        assertEquals(List.of(), logged);
    }

    @Test
    void namesEachMissingCapabilityInOneSentence() {
        IllegalStateException refusal =
                assertThrows(
                        IllegalStateException.class,
                        () -> new ServerCapabilities(without(true, "ejb3", "jpa")).refuse(null));
        assertEquals(
                "Parley does not start, because this server has no Enterprise Beans (EJB), no"
                        + " Jakarta Persistence (JPA)",
                refusal.getMessage());
        assertEquals(2, logged.size());
        assertEquals(
                "This server has no Enterprise Beans (EJB), which Parley needs: on WildFly run"
                        + " parley.cli or add the subsystem ejb3, on Open Liberty add the feature"
                        + " enterpriseBeansLite-4.0 (docs/install.md)",
                logged.get(0).getMessage());
        assertTrue(logged.get(1).getMessage().contains("persistence-3.1"));
        assertEquals(Level.SEVERE, logged.get(0).getLevel());
    }

    @Test
    void warnsOfMissingHealth() {
        new ServerCapabilities(without(true, "microprofile-health-smallrye")).refuse(null);
        assertEquals(1, logged.size());
        assertEquals(Level.WARNING, logged.get(0).getLevel());
        assertTrue(logged.get(0).getMessage().contains("MicroProfile Health"));
    }

    @Test
    void namesTheMissingDataSource() {
        new ServerCapabilities(without(false));
        assertEquals(1, logged.size());
        assertEquals(Level.SEVERE, logged.get(0).getLevel());
        assertTrue(logged.get(0).getMessage().startsWith("This server has no data source"));
    }

    /**
     * Each class that stands for a capability exists in the API that Parley is compiled against.
     */
    @Test
    void findsItsClassesInTheApi() {
        InstalledServer here = new InstalledServer();
        assertEquals(
                List.of(),
                ServerCapabilities.ALL.stream()
                        .filter(capability -> !here.provides(capability))
                        .toList());
    }

    private static ServerView without(boolean hasDataSource, String... subsystems) {
        return new ServerView() {
            @Override
            public boolean provides(Capability capability) {
                return !Set.of(subsystems).contains(capability.subsystem());
            }

            @Override
            public boolean hasDataSource() {
                return hasDataSource;
            }
        };
    }
}
