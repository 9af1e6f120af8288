package dev.parley.harness.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A shell into which a test types commands, as a reader of a page does. Variables survive from one
 * command to the next. Not thread-safe.
 */
public final class Terminal implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern END = Pattern.compile("--end-of-commands (\\d+)");

    private final Process shell;
    private final Writer keyboard;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * Starts a shell.
     *
     * @param folder the working directory
     */
    public Terminal(Path folder) {
        try {
            shell =
                    new ProcessBuilder("bash")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        keyboard = shell.outputWriter(UTF_8);
        Thread screen = new Thread(this::read, "terminal");
        screen.setDaemon(true);
        screen.start();
    }

    private void read() {
        try (BufferedReader output = shell.inputReader(UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("the shell has ended: " + e);
        }
    }

    /**
     * Runs commands to their end.
     *
     * @return the lines they printed
     * @throws AssertionError if the last of them fails, or if they take too long
     */
    public List<String> run(String commands) throws InterruptedException {
        type(commands);
        List<String> printed = new ArrayList<>();
        int status = readUntilEnd(commands, printed);
        if (status != 0) {
            fail(report(commands, printed) + "and failed with status " + status);
        }
        return printed;
    }

    /**
     * Runs commands until they have printed these lines in this order, perhaps with others between
     * them, and then ends those that still run, as Ctrl-C does.
     *
     * @param expected the lines, in which {@code …} stands for anything
     * @throws AssertionError if they end without one of the lines, or take too long
     */
    public void run(String commands, List<String> expected) throws InterruptedException {
        type(commands);
        List<String> printed = new ArrayList<>();
        for (String line : expected) {
            Pattern wanted = pattern(line);
            String next;
            do {
                next = next(commands, printed);
                printed.add(next);
                if (END.matcher(next).matches()) {
                    fail(report(commands, printed) + "and not\n" + line);
                }
            } while (!wanted.matcher(next).matches());
        }
        shell.descendants().forEach(ProcessHandle::destroy);
        readUntilEnd(commands, printed);
    }

    private void type(String commands) {
        try {
            // A command may print no line break at its end.
            keyboard.write(commands + "\nprintf '\\n--end-of-commands %s\\n' $?\n");
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int readUntilEnd(String commands, List<String> printed) throws InterruptedException {
        while (true) {
            String line = next(commands, printed);
            var end = END.matcher(line);
            if (end.matches()) {
                printed.removeIf(String::isEmpty);
                return Integer.parseInt(end.group(1));
            }
            printed.add(line);
        }
    }

    private String next(String commands, List<String> printed) throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            fail(report(commands, printed) + "and nothing more for " + PATIENCE_SECONDS + " s");
        }
        return line;
    }

    private static String report(String commands, List<String> printed) {
        return commands + "\nprinted\n" + String.join("\n", printed) + "\n";
    }

    private static Pattern pattern(String line) {
        return Pattern.compile("\\Q" + line.replace("…", "\\E.*\\Q") + "\\E");
    }

    /** Ends the shell and everything that it started. */
    @Override
    public void close() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
