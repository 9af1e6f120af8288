package dev.parley.harness.run;

import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Runs a file of JavaScript tests with {@code node --test} against a server. */
public final class NodeTests {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final TestProcess process;

    private NodeTests(TestProcess process) {
        this.process = process;
    }

    /**
     * Tests that find the server's address in {@code PARLEY_URL}, and these variables beside it.
     */
    public static NodeTests against(URL server, Map<String, String> environment) {
        Path folder = Path.of(System.getProperty("parley.test-js", "src/test/js")).toAbsolutePath();
        Map<String, String> all = new HashMap<>(environment);
        all.put("PARLEY_URL", server.toString());
        return new NodeTests(new TestProcess(folder, all, LIMIT));
    }

    /** Tests that find the server's address in {@code PARLEY_URL}. */
    public static NodeTests against(URL server) {
        return against(server, Map.of());
    }

    /** Runs one file of the folder to its end, or to the limit of time. */
    public void run(String file) throws InterruptedException {
        process.run("node", "--test", "--test-reporter=spec", file);
    }
}
