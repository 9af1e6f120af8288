package dev.parley.harness.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tests in another language: runs them in a process of their own and fails with the end of its
 * output. The process and its children are gone when a run returns, however it went. Not for use by
 * several threads at once.
 *
 * @param folder where it runs
 * @param environment beside what this process has
 */
public record TestProcess(Path folder, Map<String, String> environment, Duration limit) {

    private static final int LINES_TO_TELL = 150;

    /**
     * Runs a command to its end, or to the limit of time.
     *
     * @return what it wrote
     */
    public String run(String... command) throws InterruptedException {
        try {
            Path output = Files.createTempFile("tests", ".log");
            try {
                verdict(String.join(" ", command), exitCode(output, command), output);
                return text(output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code, or -1 if it had to be killed. */
    private int exitCode(Path output, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(nothing());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended ? process.exitValue() : -1;
        } finally {
            // The children first: once their parent is gone they cannot be found any more.
            List<ProcessHandle> children = process.descendants().toList();
            children.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private void verdict(String command, int exitCode, Path output) throws IOException {
        if (exitCode != 0) {
            String reason = exitCode < 0 ? "ran longer than " + limit : "failed";
            fail(command + " " + reason + "\n" + tail(output));
        }
    }

    private static String text(Path output) throws IOException {
        return new String(Files.readAllBytes(output), UTF_8);
    }

    private static String tail(Path output) throws IOException {
        List<String> lines = text(output).lines().toList();
        int from = Math.max(0, lines.size() - LINES_TO_TELL);
        return String.join("\n", lines.subList(from, lines.size()));
    }

    private static File nothing() {
        return new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }
}
