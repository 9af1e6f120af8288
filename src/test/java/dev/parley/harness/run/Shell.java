package dev.parley.harness.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A bash that runs commands as if somebody typed them: what one call of {@link #run} sets, defines
 * or starts in the background is there for the next one. Closing it kills everything that it
 * started and that has not left it. It is also the parent that servers in the background need: the
 * first process of a container may not reap them, and Open Liberty's {@code server stop} waits
 * until the process has disappeared. Not thread-safe.
 */
public final class Shell implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 600;
    private static final long RETRY_MILLIS = 100;
    private static final long KILL_SECONDS = 10;
    private static final String DONE = "-- the commands are done --";
    private static final String FAILED = "-- the commands failed --";

    private final Process bash;
    private final Path script;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * Starts it.
     *
     * @param folder in which it runs
     */
    public Shell(Path folder) throws IOException {
        script = Files.createTempFile("commands", ".sh");
        ProcessBuilder builder = new ProcessBuilder("bash").redirectErrorStream(true);
        InstalledServers.hideFrom(builder);
        bash = builder.directory(folder.toAbsolutePath().toFile()).start();
        Thread reader = new Thread(this::read, "shell");
        reader.setDaemon(true);
        reader.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        // A bash that has failed stays until it is closed, because its children are found through
        // it.
        type("set -euo pipefail; trap 'echo; echo " + FAILED + "; read -r' EXIT");
    }

    private void read() {
        try (BufferedReader output = bash.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add(e.toString());
        }
        lines.add(FAILED);
    }

    private void type(String line) throws IOException {
        bash.outputWriter().write(line + "\n");
        bash.outputWriter().flush();
    }

    /**
     * Runs commands to their end, without input.
     *
     * @return what they wrote
     * @throws AssertionError if one of them failed, with what they wrote
     */
    public String run(String commands) throws IOException, InterruptedException {
        start(commands, "");
        StringBuilder output = new StringBuilder();
        readUntilDone(commands, output);
        return output.toString();
    }

    /**
     * Runs commands, without input, until they have written these lines in this order, perhaps with
     * others between them; then ends those that still run, as Ctrl-C does.
     *
     * @param expected the lines, in which {@code …} stands for anything
     * @throws AssertionError if they end without one of the lines, with what they wrote
     */
    public void runUntil(List<String> expected, String commands)
            throws IOException, InterruptedException {
        List<ProcessHandle> before = bash.descendants().toList();
        // The status does not matter: that of a command that is ended here is not 0.
        start(commands, " || true");
        StringBuilder output = new StringBuilder();
        for (String line : expected) {
            Pattern wanted = pattern(line);
            String next;
            do {
                next = next(commands, output);
                if (DONE.equals(next)) {
                    String missing = "ended without the line\n" + line + "\n";
                    throw failure(commands, missing, output);
                }
            } while (!wanted.matcher(next).matches());
        }
        endOthersThan(before, commands, output);
    }

    /** Again and again: the command after the one that wrote the last line may start only now. */
    private void endOthersThan(List<ProcessHandle> before, String commands, StringBuilder output)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String line = null;
        while (!DONE.equals(line)) {
            if (FAILED.equals(line) || System.nanoTime() > deadline) {
                throw failure(commands, "could not be ended:\n", output);
            }
            bash.descendants()
                    .filter(process -> !before.contains(process))
                    .forEach(ProcessHandle::destroy);
            line = lines.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void start(String commands, String otherwise) throws IOException {
        Files.writeString(script, commands);
        type(". '" + script + "' < /dev/null" + otherwise + "; echo; echo " + DONE);
    }

    private void readUntilDone(String commands, StringBuilder output) throws InterruptedException {
        String line;
        do {
            line = next(commands, output);
        } while (!DONE.equals(line));
    }

    /** The next line, which is appended to {@code output} unless it is {@link #DONE}. */
    private String next(String commands, StringBuilder output) throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null || FAILED.equals(line)) {
            throw failure(commands, line == null ? "have not ended:\n" : "failed:\n", output);
        }
        if (!DONE.equals(line)) {
            output.append(line).append('\n');
        }
        return line;
    }

    private static AssertionError failure(String commands, String how, StringBuilder output) {
        return new AssertionError("These commands " + how + commands + "\n" + output);
    }

    private static Pattern pattern(String line) {
        return Pattern.compile("\\Q" + line.replace("…", "\\E.*\\Q") + "\\E");
    }

    private void kill() {
        List<ProcessHandle> started = bash.descendants().toList();
        started.forEach(ProcessHandle::destroyForcibly);
        // As long as it is there, bash makes its children disappear.
        for (ProcessHandle one : started) {
            one.onExit().completeOnTimeout(one, KILL_SECONDS, TimeUnit.SECONDS).join();
        }
        bash.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(script);
    }
}
