package dev.parley.harness.server;

import dev.parley.harness.run.InstalledServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One of the two servers with the real WAR, as a process of its own that can be killed and started
 * again. Not thread-safe.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String LIBERTY_SERVER = "parley-fault";

    private final String url;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    private ServerProcess(
            String url, List<String> command, Map<String, String> environment, Path log) {
        this.url = url;
        this.command = command;
        this.environment = environment;
        this.log = log;
    }

    /**
     * Prepares a server.
     *
     * @param kind {@code wildfly} or {@code liberty}
     * @param environment as admins give it
     */
    public static ServerProcess prepare(String kind, int port, Map<String, String> environment)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HTTP_PORT", Integer.toString(port));
        all.put(
                kind.equals("wildfly") ? "JAVA_OPTS" : "JVM_ARGS",
                System.getProperty("parley.java.options"));
        Path war = Path.of(System.getProperty("parley.war"));
        List<String> command = kind.equals("wildfly") ? wildFly(port, war) : liberty(war);
        Path log = war.resolveSibling("fault-" + kind + ".log");
        return new ServerProcess("http://127.0.0.1:" + port, command, all, log);
    }

    private static List<String> wildFly(int port, Path war) throws IOException {
        Path home = Path.of(System.getProperty("parley.wildfly.home"));
        Path base = war.resolveSibling("wildfly-fault");
        delete(base);
        copy(home.resolve("standalone/configuration"), base.resolve("configuration"));
        Files.createDirectories(base.resolve("deployments"));
        Files.copy(war, base.resolve("deployments/ROOT.war"));
        return List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + base,
                "-Djboss.management.http.port=" + (port + 1),
                "-Djboss.https.port=" + (port + 2));
    }

    private static List<String> liberty(Path war) throws IOException {
        Path home = Path.of(System.getProperty("parley.liberty.home"));
        Path server = home.resolve("usr/servers").resolve(LIBERTY_SERVER);
        delete(server);
        Files.createDirectories(server.resolve("dropins"));
        Files.copy(
                home.resolve("usr/servers/parley-it-1/server.xml"), server.resolve("server.xml"));
        Files.copy(war, server.resolve("dropins/ROOT.war"));
        return List.of(home.resolve("bin/server").toString(), "run", LIBERTY_SERVER);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public String url() {
        return url;
    }

    /** Starts it and waits until it serves clients. */
    public void start() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        InstalledServers.hideFrom(builder);
        builder.environment().putAll(environment);
        process = builder.start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!serves(url)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("It does not start; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** Whether clients get in there. There is no event of another process to wait for. */
    public static boolean serves(String url) throws InterruptedException {
        URI handshake = URI.create(url + "/socket.io/?EIO=4&transport=polling");
        HttpRequest request =
                HttpRequest.newBuilder(handshake).timeout(Duration.ofSeconds(5)).build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Ends it at once, so that it can write nothing any more. Unlike in a power cut the system
     * keeps what it was given to write.
     */
    public void kill() throws InterruptedException {
        // The script's child is the server.
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        for (ProcessHandle handle : all) {
            handle.onExit().join();
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
