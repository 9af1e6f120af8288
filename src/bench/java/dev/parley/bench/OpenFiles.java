package dev.parley.bench;

import dev.parley.bench.load.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks whether the limit of open files, which servers inherit, allows the connections. */
final class OpenFiles {

    /** Files that a server opens besides its connections. */
    private static final int BESIDES = 1500;

    private OpenFiles() {}

    static void require(List<Scenario> scenarios) {
        int wanted = scenarios.stream().mapToInt(Scenario::connections).max().orElse(0) + BESIDES;
        long limit = limit();
        if (limit < wanted) {
            throw new IllegalArgumentException(
                    wanted + " open files are wanted, and " + limit + " allowed: see ulimit -n");
        }
    }

    /** Returns how many connections one process may open here, up to a number. */
    static int upTo(int wanted) {
        return (int) Math.min(wanted, limit() - BESIDES - wanted / 100);
    }

    private static long limit() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith("Max open files")) {
                    String soft = line.substring("Max open files".length()).trim().split(" ")[0];
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
            return Long.MAX_VALUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
