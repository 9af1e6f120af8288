package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.cluster.PlainClient;
import dev.parley.harness.run.Shell;
import dev.parley.harness.server.Postgres;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Installs Parley by the commands of {@code docs/install.md} on a WildFly and an Open Liberty as
 * they come from Maven, with PostgreSQL and a new key pair. The commands run as printed; only the
 * block {@code yours}, which the page asks its readers to change, is replaced.
 */
@Tag("stock")
class InstallPageIT {

    private static final MarkdownPage PAGE = MarkdownPage.read(Path.of("docs/install.md"));
    private static final Pattern VARIABLE =
            Pattern.compile("^(?:export )?(\\w+)=", Pattern.MULTILINE);

    /** The first that is tried: below those that the system gives to clients. */
    private static int nextPort = 8600;

    private static Postgres postgres;
    private static int databasePort;

    private final int httpPort = freePort();
    private final Path wildFly = Path.of(System.getProperty("parley.stock.wildfly"));
    private Shell shell;

    InstallPageIT() throws IOException {}

    @BeforeAll
    static void startDatabase() throws IOException {
        databasePort = freePort();
        postgres = Postgres.start(databasePort);
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void openShell(TestInfo test) throws Exception {
        Path work = wildFly.resolveSibling(test.getTestMethod().orElseThrow().getName());
        Files.createDirectories(work);
        Files.writeString(work.resolve("token.mjs"), block("token.mjs"));
        String yours = yours(work);
        assertEquals(variables(block("yours")), variables(yours));
        shell = new Shell(Path.of(""));
        shell.run(yours);
        shell.run("export JAVA_TOOL_OPTIONS='" + System.getProperty("parley.java.options") + "'");
        run("key", "settings");
    }

    private String yours(Path work) throws Exception {
        return """
                PARLEY=%s
                WILDFLY=%s
                LIBERTY=%s
                POSTGRESQL_JAR=%s
                WORK=%s
                export HTTP_PORT=%d
                export JBOSS_HTTPS_PORT=%d
                export JBOSS_MANAGEMENT_HTTP_PORT=%d
                export DB_URL='jdbc:postgresql://localhost:%d/parley?socketTimeout=10&logServerErrorDetail=false'
                """
                .formatted(
                        Path.of("").toAbsolutePath(),
                        wildFly,
                        System.getProperty("parley.stock.liberty"),
                        Path.of(
                                org.postgresql.Driver.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI()),
                        work,
                        httpPort,
                        freePort(),
                        freePort(),
                        databasePort);
    }

    @AfterEach
    void closeShell() throws IOException {
        shell.close();
    }

    @Test
    void installsOnWildFly() throws Exception {
        run("wildfly-start", "cli");
        String report = run("wildfly-configure");
        assertTrue(report.contains("Parley: added MicroProfile Health"), report);
        assertFalse(report.contains("cannot fix"), report);
        assertReady(report);

        Path configuration = wildFly.resolve("standalone/configuration/standalone.xml");
        String before = Files.readString(configuration);
        String repeated = run("wildfly-again");
        assertTrue(repeated.contains("Parley: kept the data source"), repeated);
        assertFalse(repeated.contains("added"), repeated);
        assertFalse(repeated.contains("reload-required"), repeated);
        assertEquals(before, Files.readString(configuration));

        assertServes();
        run("wildfly-stop");
    }

    @Test
    void installsOnOpenLiberty() throws Exception {
        assertReady(run("liberty-start"));
        run("check", "tls-key", "liberty-tls", "tls-check");
        assertServes();
        run("liberty-stop");
        String log = shell.run("cat $WORK/liberty.log");
        assertFalse(log.contains("This server has no"), log);
    }

    private static void assertReady(String health) {
        assertTrue(health.contains("\"doors\"") && health.contains("\"database\""), health);
    }

    private void assertServes() throws Exception {
        String presence = run("check");
        assertTrue(presence.contains("\"userId\":\"ada\""), presence);

        String url = "http://localhost:" + httpPort;
        String own = shell.run("echo $TOKEN").strip();
        try (PlainClient ada = PlainClient.to(url, own)) {
            ada.ask("join_room", "{\"roomId\":\"lobby\"}");
            String ack = ada.ask("send_message", "{\"roomId\":\"lobby\",\"text\":\"Hello\"}");
            assertTrue(ack.contains("\"messageId\""), ack);
        }

        // The server keeps the key that it has read at its start.
        run("key");
        String foreign = shell.run("node $WORK/token.mjs").strip();
        assertNotEquals(own, foreign);
        CompletionException refusal =
                assertThrows(CompletionException.class, () -> PlainClient.to(url, foreign));
        WebSocketHandshakeException handshake =
                assertInstanceOf(WebSocketHandshakeException.class, refusal.getCause());
        assertEquals(401, handshake.getResponse().statusCode());
    }

    private String run(String... blocks) throws Exception {
        StringBuilder output = new StringBuilder();
        for (String block : blocks) {
            output.append(shell.run(block(block)));
        }
        return output.toString();
    }

    /** A block of the page, by the name that follows its language. */
    private static String block(String name) {
        return PAGE.blocks().stream()
                .filter(block -> block.info().endsWith(" " + name))
                .map(MarkdownPage.Block::content)
                .findFirst()
                .orElseThrow(() -> new AssertionError(PAGE + " has no block \"" + name + '"'));
    }

    private static List<String> variables(String commands) {
        return VARIABLE.matcher(commands).results().map(match -> match.group(1)).toList();
    }

    private static int freePort() throws IOException {
        while (true) {
            int port = nextPort++;
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // The next one may be free.
            }
        }
    }
}
