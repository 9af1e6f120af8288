package dev.parley.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Java among the processes of a server, asked by {@code jcmd}. */
public final class JavaProcess {

    private final long pid;

    private JavaProcess(long pid) {
        this.pid = pid;
    }

    /** The first one among processes and what they have started. */
    public static Optional<JavaProcess> among(List<Long> pids) {
        return pids.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .map(process -> new JavaProcess(process.pid()))
                .findFirst();
    }

    /** What lives on the heap after a collection, in KiB. */
    public double liveKib() {
        // The last line: "Total", the instances, the bytes.
        String[] lines = ask("GC.class_histogram").trim().split("\n");
        String[] total = lines[lines.length - 1].trim().split(" +");
        return Double.parseDouble(total[2]) / 1024;
    }

    /** Runs a command of {@code jcmd} and returns what it says. */
    public String ask(String... command) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin/jcmd").toString());
        words.add(Long.toString(pid));
        words.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
