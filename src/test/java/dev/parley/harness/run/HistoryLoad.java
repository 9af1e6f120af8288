package dev.parley.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.hub.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * JavaScript clients that write and read while the test makes things fail, and the checker of what
 * they saw: real ones that do all there is to do ({@code history-run.mjs}), or thousands that only
 * hear a room ({@code storm-run.mjs}). Not thread-safe.
 */
public final class HistoryLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * What came of it.
     *
     * @param violations none if all is well
     * @param notes what helps to explain them
     * @param amounts how much of what there was: {@code sent}, {@code delivered} and so on
     * @param refusals how often clients were told what, in place of what they asked for
     */
    public record Report(
            List<String> violations,
            List<String> notes,
            Map<String, Long> amounts,
            Map<String, Long> refusals) {

        public long amount(String what) {
            return amounts.get(what);
        }

        /**
         * Prints what came of it, and fails unless nothing acknowledged was lost, nothing came
         * twice, and there was something to lose.
         */
        public void requireNothingLost(String title) {
            System.out.printf(
                    "%s: %s, refusals %s, violations %d%n",
                    title, amounts, refusals, violations.size());
            notes.forEach(System.out::println);
            assertEquals(List.of(), violations);
            assertTrue(amount("delivered") > amount("sent"), "hardly any deliveries");
        }

        public Map<String, Long> refusalsBut(Set<String> expected) {
            Map<String, Long> others = new TreeMap<>(refusals);
            others.keySet().removeAll(expected);
            return others;
        }
    }

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
     * Starts real clients.
     *
     * @param servers of one cluster; clients that lose one go to the next
     * @param key the private key, as PEM, that signs their tokens
     */
    public static HistoryLoad against(List<String> servers, Path key) throws IOException {
        return against(servers, key, "websocket");
    }

    /**
     * Starts the clients.
     *
     * @param servers of one cluster; clients that lose one go to the next
     * @param key the private key, as PEM, that signs their tokens
     * @param transports by which they connect, separated by commas
     */
    public static HistoryLoad against(List<String> servers, Path key, String transports)
            throws IOException {
        return start(
                "harness/load/history-run.mjs",
                servers,
                key,
                Map.of("PARLEY_TRANSPORTS", transports));
    }

    /** Starts light clients, all of them on the first server. */
    public static HistoryLoad storm(List<String> servers, Path key, int clients)
            throws IOException {
        return start(
                "harness/load/storm-run.mjs",
                servers,
                key,
                Map.of("PARLEY_CLIENTS", Integer.toString(clients)));
    }

    private static HistoryLoad start(
            String script, List<String> servers, Path key, Map<String, String> environment)
            throws IOException {
        Path folder = Path.of(System.getProperty("parley.test-js", "src/test/js"));
        ProcessBuilder builder =
                new ProcessBuilder("node", script)
                        .directory(folder.toAbsolutePath().toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PARLEY_URL", servers.get(0));
        builder.environment().put("PARLEY_URLS", String.join(",", servers));
        builder.environment().put("PARLEY_KEY", key.toAbsolutePath().toString());
        builder.environment().putAll(environment);
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
        } catch (IOException ended) {
            // close() has ended the process; whoever still waits for a line is told that none
            // comes.
        } finally {
            synchronized (lock) {
                over = true;
                lock.notifyAll();
            }
        }
    }

    /** Waits until so many more messages are acknowledged. */
    public void awaitAcknowledged(int more) throws InterruptedException {
        long wanted = acked(state()) + more;
        await(more + " acknowledgements", now -> acked(now) >= wanted);
    }

    /** Waits until clients are told so many times that the server can do nothing now. */
    public void awaitUnavailable(int times) throws InterruptedException {
        long wanted = unavailable(state()) + times;
        await(times + " times UNAVAILABLE", now -> unavailable(now) >= wanted);
    }

    /** Waits until there is so much of something, such as {@code live} clients. */
    public void awaitAmount(String what, int wanted) throws InterruptedException {
        await(wanted + " " + what, now -> now.getInt(what, 0) >= wanted);
    }

    /** How much there is of something now. */
    public int amount(String what) {
        return state().getInt(what, 0);
    }

    private JsonObject state() {
        synchronized (lock) {
            return state;
        }
    }

    private static long acked(JsonObject state) {
        return state.getInt("acked", 0);
    }

    /** With a known outcome and without. */
    private static long unavailable(JsonObject state) {
        JsonObject refusals =
                state.getOrDefault("refusals", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
        return numbers(refusals).entrySet().stream()
                .filter(refusal -> refusal.getKey().startsWith("UNAVAILABLE"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Map<String, Long> numbers(JsonObject json) {
        Map<String, Long> numbers = new TreeMap<>();
        json.forEach(
                (name, value) -> {
                    if (value instanceof JsonNumber number) {
                        numbers.put(name, number.longValue());
                    }
                });
        return numbers;
    }

    /** Sends no more, waits for the outcome of all that was sent, and has it checked. */
    public Report finish() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        JsonObject report = await("the report", now -> now.containsKey("violations"));
        return new Report(
                texts(report, "violations"),
                texts(report, "notes"),
                numbers(report),
                numbers(report.getJsonObject("refusals")));
    }

    private static List<String> texts(JsonObject report, String name) {
        return report.getOrDefault(name, JsonValue.EMPTY_JSON_ARRAY)
                .asJsonArray()
                .getValuesAs(JsonString::getString);
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
