package dev.parley.fault;

import dev.parley.hub.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Real JavaScript clients that write and read while the test makes things fail ({@code
 * history-run.mjs}), and the checker of what they saw. Not thread-safe.
 */
final class HistoryLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * What came of it.
     *
     * @param violations none if all is well
     * @param refusals how often senders were told what
     */
    record Report(
            List<String> violations,
            long sent,
            long acked,
            long delivered,
            Map<String, Long> refusals) {}

    private final Process process;
    private JsonObject state = Json.provider().createObjectBuilder().build();
    private final Object lock = new Object();
    private boolean over;

    private HistoryLoad(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "history-load");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the clients.
     *
     * @param key the private key, as PEM, that signs their tokens
     */
    static HistoryLoad against(String server, Path key) throws IOException {
        Path folder = Path.of(System.getProperty("parley.test-js", "src/test/js"));
        ProcessBuilder builder =
                new ProcessBuilder("node", "history-run.mjs")
                        .directory(folder.toAbsolutePath().toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PARLEY_URL", server);
        builder.environment().put("PARLEY_KEY", key.toAbsolutePath().toString());
        return new HistoryLoad(builder.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("{")) {
                    // Of Node's test runner, whose helpers the load shares.
                    continue;
                }
                JsonObject next = Json.read(line).asJsonObject();
                synchronized (lock) {
                    state = next;
                    lock.notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            synchronized (lock) {
                over = true;
                lock.notifyAll();
            }
        }
    }

    /** Waits until so many more messages are acknowledged. */
    void awaitAcknowledged(int more) throws InterruptedException {
        long wanted = number("acked") + more;
        await(more + " acknowledgements", now -> now.getInt("acked", 0) >= wanted);
    }

    /** Waits until a sender is told of trouble. */
    void awaitRefusal() throws InterruptedException {
        long before = number("refused");
        await("a refusal", now -> now.getInt("refused", 0) > before);
    }

    private long number(String name) {
        synchronized (lock) {
            return state.getInt(name, 0);
        }
    }

    /** Sends no more, waits for the outcome of all that was sent, and has it checked. */
    Report finish() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        JsonObject report = await("the report", now -> now.containsKey("violations"));
        return new Report(
                report.getJsonArray("violations").getValuesAs(JsonString::getString),
                report.getInt("sent"),
                report.getInt("acked"),
                report.getInt("delivered"),
                report.getJsonObject("refusals").entrySet().stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        Map.Entry::getKey,
                                        e -> Long.parseLong(e.getValue().toString()))));
    }

    private JsonObject await(String what, Predicate<JsonObject> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lock) {
            while (!wanted.test(state)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (over || left <= 0) {
                    throw new AssertionError(what + " never came; last: " + state);
                }
                lock.wait(left);
            }
            return state;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
