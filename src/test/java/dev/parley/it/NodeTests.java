package dev.parley.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a file of JavaScript tests with {@code node --test} against a server and fails with the end
 * of its output. The process and its children are gone when a run returns, however it went. Not for
 * use by several threads at once.
 */
final class NodeTests {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int LINES_TO_TELL = 150;

    private final Path folder;
    private final Map<String, String> environment;

    private NodeTests(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * Tests that find the server's address in {@code PARLEY_URL}, and these variables beside it.
     */
    static NodeTests against(URL server, Map<String, String> environment) {
        Path folder = Path.of(System.getProperty("parley.test-js", "src/test/js")).toAbsolutePath();
        NodeTests tests = new NodeTests(folder, new HashMap<>(environment));
        tests.environment.put("PARLEY_URL", server.toString());
        return tests;
    }

    /** Tests that find the server's address in {@code PARLEY_URL}. */
    static NodeTests against(URL server) {
        return against(server, Map.of());
    }

    /** Runs one file of the folder to its end, or to the limit of time. */
    void run(String file) throws InterruptedException {
        try {
            Path output = Files.createTempFile("node-tests", ".log");
            try {
                verdict(file, exitCode(file, output), output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code of node, or -1 if it had to be killed. */
    private int exitCode(String file, Path output) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("node", "--test", "--test-reporter=spec", file)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(nothing());
        builder.environment().putAll(environment);
        Process node = builder.start();
        try {
            boolean ended = node.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return ended ? node.exitValue() : -1;
        } finally {
            // The children first: once their parent is gone they cannot be found any more.
            List<ProcessHandle> children = node.descendants().toList();
            children.forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly().waitFor();
        }
    }

    private static void verdict(String file, int exitCode, Path output) throws IOException {
        if (exitCode != 0) {
            String reason = exitCode < 0 ? "ran longer than " + LIMIT : "failed";
            fail(file + " " + reason + "\n" + tail(output));
        }
    }

    private static String tail(Path output) throws IOException {
        List<String> lines = new String(Files.readAllBytes(output), UTF_8).lines().toList();
        int from = Math.max(0, lines.size() - LINES_TO_TELL);
        return String.join("\n", lines.subList(from, lines.size()));
    }

    private static File nothing() {
        return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }
}
