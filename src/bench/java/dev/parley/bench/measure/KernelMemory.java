package dev.parley.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads how much memory the kernel uses for its objects (slab) and TCP buffers, machine-wide, from
 * {@code /proc}.
 */
public final class KernelMemory {

    private static final double KIB_PER_PAGE = 4;

    private KernelMemory() {}

    /** Returns it in MiB. */
    public static double mib() {
        try {
            double slab = slab(Files.readAllLines(Path.of("/proc/meminfo")));
            double buffers = buffers(Files.readAllLines(Path.of("/proc/net/sockstat")));
            return (slab + buffers) / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In KiB. */
    static double slab(List<String> meminfo) {
        return numberAfter("Slab:", meminfo);
    }

    /** In KiB. */
    static double buffers(List<String> sockstat) {
        List<String> tcp = sockstat.stream().filter(line -> line.startsWith("TCP:")).toList();
        return numberAfter(" mem ", tcp) * KIB_PER_PAGE;
    }

    private static double numberAfter(String name, List<String> lines) {
        for (String line : lines) {
            int at = line.indexOf(name);
            if (at >= 0) {
                String rest = line.substring(at + name.length()).trim();
                return Double.parseDouble(rest.split(" ")[0]);
            }
        }
        throw new IllegalStateException(name + " is missing");
    }
}
