package dev.parley.harness.run;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs the tests with the Python client against a server. */
public final class PythonTests {

    private static final Path FOLDER = Path.of("src/test/python");
    private static final String PYTHON = System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Requisite REQUISITE =
            new Requisite("Python client", Path.of("src/test/install/python.sh"));

    private PythonTests() {}

    /** Runs all of them over each of these transports; those of one are separated by commas. */
    public static void run(URL server, List<String> transports)
            throws IOException, InterruptedException {
        REQUISITE.require(PYTHON);
        SideBySide.run(
                transports.size(),
                transports.stream().<SideBySide.Task>map(each -> () -> run(server, each)).toList());
    }

    private static void run(URL server, String transports) throws InterruptedException {
        Map<String, String> environment =
                Map.of(
                        "PARLEY_URL",
                        server.toString(),
                        "PARLEY_TRANSPORTS",
                        transports,
                        // Nothing is written into src.
                        "PYTHONDONTWRITEBYTECODE",
                        "1");
        new TestProcess(FOLDER.toAbsolutePath(), environment, LIMIT).run(PYTHON, "client_test.py");
    }
}
