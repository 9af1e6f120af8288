package dev.parley.harness.run;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Runs files of JavaScript tests with {@code node --test}, some of them at once. Each file gets a
 * report of its own, {@code TEST-js.*.xml}, with the name, time and failure of every test in it
 * ({@code harness/reporter.mjs}).
 *
 * <p>{@code -Dit.js=PATTERN} runs only the tests whose names match; {@code -Dit.js.parallel=1} runs
 * one file at a time.
 */
public final class NodeTests {

    private static final int PARALLEL = Integer.getInteger("it.js.parallel", 3);
    private static final String SELECTED = System.getProperty("it.js", "");
    private static final Duration LIMIT = Duration.ofMinutes(12);

    /** Variables whose values name the variants of a test. */
    private static final List<String> VARYING = List.of("PARLEY_CLIENT", "PARLEY_TRANSPORTS");

    private final Path folder;
    private final Map<String, String> environment;

    private NodeTests(Path folder, Map<String, String> environment) {
        this.folder = folder.toAbsolutePath();
        this.environment = environment;
    }

    /**
     * Tests that find the server's address in {@code PARLEY_URL}, and these variables beside it.
     */
    public static NodeTests against(URL server, Map<String, String> environment) {
        return new NodeTests(
                Path.of(System.getProperty("parley.test-js", "src/test/js")),
                with(environment, Map.of("PARLEY_URL", server.toString())));
    }

    /** Tests that find the server's address in {@code PARLEY_URL}. */
    public static NodeTests against(URL server) {
        return against(server, Map.of());
    }

    /** Tests that need neither a server nor libraries. */
    public static NodeTests withoutServer() {
        return new NodeTests(Path.of("src/test/js"), Map.of());
    }

    /** Runs these files, some at once, to their end or to the limit of time. */
    public void run(String... files) throws InterruptedException {
        run(PARALLEL, files);
    }

    /** Runs all files of a folder, some at once. */
    public void runAll(String tests) throws InterruptedException {
        run(filesIn(tests).toArray(String[]::new));
    }

    /** The files of tests in a folder and below it, relative to {@code src/test/js}. */
    public static List<String> filesIn(String tests) {
        Path root = Path.of("src/test/js");
        try (Stream<Path> files = Files.walk(root.resolve(tests))) {
            return files.filter(file -> file.toString().endsWith(".test.mjs"))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs these files one after the other: what one does would disturb the others. */
    public void runInOrder(String... files) throws InterruptedException {
        run(1, files);
    }

    /** Runs these files once with each of these sets of variables, some at once. */
    public void runEach(List<Map<String, String>> variants, String... files)
            throws InterruptedException {
        int inEach = Math.max(1, PARALLEL / variants.size());
        SideBySide.run(
                PARALLEL,
                variants.stream()
                        .map(variant -> new NodeTests(folder, with(environment, variant)))
                        .<SideBySide.Task>map(tests -> () -> tests.run(inEach, files))
                        .toList());
    }

    private void run(int parallel, String... files) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        command.add("--test-reporter=./harness/reporter.mjs");
        command.add("--test-concurrency=" + parallel);
        if (!SELECTED.isEmpty()) {
            command.add("--test-name-pattern=" + SELECTED);
        }
        command.addAll(List.of(files));
        Map<String, String> all =
                with(environment, Map.of("PARLEY_VARIANT", variant(), "PARLEY_REPORTS", reports()));
        String output =
                new TestProcess(folder, all, LIMIT).run(command.toArray(String[]::new)).strip();
        System.out.println(
                (files.length == 1
                                ? files[0]
                                : files.length + " files of " + Path.of(files[0]).getParent())
                        + ": "
                        + output.substring(output.lastIndexOf('\n') + 1));
    }

    private String variant() {
        return VARYING.stream()
                .map(environment::get)
                .filter(Objects::nonNull)
                .collect(joining(" "));
    }

    private static String reports() {
        return Path.of(System.getProperty("parley.reports", "target/surefire-reports"))
                .toAbsolutePath()
                .toString();
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    /** Variants of a test, one for each of these values of {@code PARLEY_TRANSPORTS}. */
    public static List<Map<String, String>> transports(String... transports) {
        return Stream.of(transports)
                .map(transport -> Map.of("PARLEY_TRANSPORTS", transport))
                .toList();
    }
}
