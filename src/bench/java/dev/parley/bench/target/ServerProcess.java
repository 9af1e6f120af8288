package dev.parley.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that ends with the run: by {@link #close}, by a hook when the generator is ended, and
 * by {@code timeout} if even that cannot be.
 */
final class ServerProcess implements AutoCloseable {

    private static final String LONGEST = "2h";
    private static final long GRACE_SECONDS = 20;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread hook = new Thread(this::end);

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a program.
     *
     * @param name of its log
     */
    static ServerProcess start(
            String name, Path directory, List<String> command, Map<String, String> environment) {
        List<String> bounded = new ArrayList<>(List.of("timeout", "-k", "10", LONGEST));
        bounded.addAll(command);
        try {
            Files.createDirectories(Places.work());
            Files.createDirectories(directory);
            Path log = Places.work().resolve(name + ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(bounded)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            return new ServerProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a condition holds, which must be before the process ends. */
    ServerProcess await(BooleanSupplier ready, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(name + " does not start; see " + log);
                }
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    /** Whether something listens on a port of the loopback. */
    static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static void requireFree(int port) {
        if (isOpen(port)) {
            throw new IllegalStateException("something listens on port " + port + " already");
        }
    }

    /** The id of {@code timeout}; the program is its child. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void end() {
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
