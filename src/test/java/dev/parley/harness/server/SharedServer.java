package dev.parley.harness.server;

import dev.parley.harness.run.InstalledServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The server that all Arquillian tests of this JVM are deployed to. Arquillian would start one for
 * each class when Failsafe hands out the classes to several JVMs, so it finds this one running.
 */
final class SharedServer {

    /** WildFly has started, with or without errors; Open Liberty has. */
    private static final List<String> STARTED = List.of("WFLYSRV0025", "WFLYSRV0026", "CWWKF0011I");

    private static final int START_MINUTES = 3;
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private SharedServer(Process process) {
        this.process = process;
    }

    /** Starts it and waits until it accepts deployments. Its output is written to the log. */
    static SharedServer start(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        SharedServer server = new SharedServer(command().redirectErrorStream(true).start());
        Thread reader = new Thread(() -> server.read(log), "output of the server");
        reader.setDaemon(true);
        reader.start();
        try {
            server.started.get(START_MINUTES, TimeUnit.MINUTES);
            return server;
        } catch (Exception e) {
            server.stop();
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("The server does not start; see " + log, e);
        }
    }

    private static ProcessBuilder command() {
        boolean isWildFly = "wildfly".equals(System.getProperty("parley.server"));
        ProcessBuilder builder = isWildFly ? wildFly() : liberty();
        Map<String, String> environment = builder.environment();
        InstalledServers.hideFrom(builder);
        environment.put(
                isWildFly ? "JAVA_OPTS" : "JVM_ARGS",
                System.getProperty("parley.java.options")
                        + " "
                        + System.getProperty("parley.java.locale", "")
                        + " "
                        + System.getProperty("parley.java.agent"));
        environment.put("HTTP_PORT", System.getProperty("parley.http.port"));
        environment.put("DB_DRIVER", System.getProperty("db.driver"));
        environment.put("DB_URL", System.getProperty("db.url"));
        environment.put("DB_USER", System.getProperty("db.user"));
        environment.put("DB_PASSWORD", System.getProperty("db.password"));
        environment.put("PARLEY_DEV_ENABLED", "true");
        // Tests that wait for the end of a token need not wait for the leeway.
        environment.put("MP_JWT_VERIFY_CLOCK_SKEW", "0");
        environment.put("PARLEY_PRESENCE_GRACE", "300ms");
        return builder;
    }

    private static ProcessBuilder wildFly() {
        return new ProcessBuilder(
                System.getProperty("parley.wildfly.home") + "/bin/standalone.sh",
                "-Djboss.server.base.dir=" + System.getProperty("parley.wildfly.base"),
                "-Djboss.https.port=" + System.getProperty("parley.https.port"),
                "-Djboss.management.http.port=" + System.getProperty("parley.management.port"));
    }

    private static ProcessBuilder liberty() {
        return new ProcessBuilder(
                System.getProperty("parley.liberty.home") + "/bin/server",
                "run",
                System.getProperty("parley.liberty.server"));
    }

    private void read(Path log) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                PrintStream copy = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                copy.println(line);
                if (STARTED.stream().anyMatch(line::contains)) {
                    started.complete(null);
                }
            }
            started.completeExceptionally(new IOException("It has ended."));
        } catch (IOException e) {
            started.completeExceptionally(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Stops the server, which writes its coverage at its end. WildFly's script waits for it, and is
     * the parent that a process needs to disappear; Open Liberty's script becomes the server.
     */
    void stop() {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        if (children.isEmpty()) {
            process.destroy();
        }
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
