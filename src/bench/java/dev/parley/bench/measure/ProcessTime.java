package dev.parley.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** The processor time of processes and of all that they have started, from {@code /proc}. */
public final class ProcessTime {

    /** {@code CLK_TCK}, which is 100 on every Linux that runs a JVM. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int CHILDREN_OF_SYSTEM = 14;

    /** Fields of the first line of {@code /proc/stat}; after idle comes waiting for disks. */
    private static final int IDLE = 4;

    private static final int STEAL = 8;

    private ProcessTime() {}

    /** Seconds of this process. */
    public static double own() {
        return ofOne(ProcessHandle.current().pid(), USER + 1);
    }

    /** Seconds of processes, their descendants, and those of the descendants that have ended. */
    public static double ofTrees(List<Long> pids) {
        return pids.stream()
                .flatMapToLong(ProcessTime::tree)
                .mapToDouble(pid -> ofOne(pid, CHILDREN_OF_SYSTEM))
                .sum();
    }

    /** Seconds of all processes of the machine together. */
    public static double ofMachine() {
        try {
            return parseMachine(Files.readAllLines(Path.of("/proc/stat")).get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All but the idle time, and that of guests, which is in the others already. */
    static double parseMachine(String line) {
        String[] fields = line.trim().split(" +");
        long ticks = 0;
        for (int i = 1; i <= STEAL; i++) {
            ticks += i == IDLE || i == IDLE + 1 ? 0 : Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static LongStream tree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMapToLong(
                        handle ->
                                LongStream.concat(
                                        LongStream.of(pid),
                                        handle.descendants().mapToLong(ProcessHandle::pid)));
    }

    private static double ofOne(long pid, int last) {
        try {
            return parse(Files.readString(Path.of("/proc/" + pid + "/stat")), last);
        } catch (IOException e) {
            return 0; // It ended meanwhile; its parent has its time.
        }
    }

    /**
     * Adds up the fields from {@code utime} to the one with this index after the name, which is in
     * parentheses and may hold anything.
     */
    static double parse(String stat, int last) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
        long ticks = 0;
        for (int i = USER; i <= last; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    static double parse(String stat) {
        return parse(stat, CHILDREN_OF_SYSTEM);
    }

    /** The resident memory of processes and their descendants, in MiB. */
    public static double memory(List<Long> pids) {
        return pids.stream()
                .flatMapToLong(ProcessTime::tree)
                .mapToDouble(ProcessTime::memoryOfOne)
                .sum();
    }

    /**
     * Seconds of the living threads of processes and their descendants whose names begin so, as the
     * system knows them, by their first 15 characters.
     */
    public static double ofThreads(List<Long> pids, List<String> names) {
        return pids.stream()
                .flatMapToLong(ProcessTime::tree)
                .mapToDouble(pid -> ofThreads(pid, names))
                .sum();
    }

    private static double ofThreads(long pid, List<String> names) {
        double sum = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                String stat = Files.readString(thread.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                if (names.stream().anyMatch(name::startsWith)) {
                    sum += parse(stat, USER + 1);
                }
            }
        } catch (IOException e) {
            // One ended meanwhile.
        }
        return sum;
    }

    /**
     * How often the threads of processes and their descendants have gone to sleep; those of threads
     * that have ended are not known any more.
     */
    public static double sleeps(List<Long> pids) {
        return pids.stream()
                .flatMapToLong(ProcessTime::tree)
                .mapToDouble(ProcessTime::sleepsOfOne)
                .sum();
    }

    private static double sleepsOfOne(long pid) {
        long sum = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                sum += number(thread.resolve("status"), "voluntary_ctxt_switches:");
            }
        } catch (IOException e) {
            // It ended meanwhile.
        }
        return sum;
    }

    private static double memoryOfOne(long pid) {
        return number(Path.of("/proc/" + pid + "/status"), "VmRSS:") / 1024.0;
    }

    /** The number in a line of a file; 0 if the process has ended. */
    private static long number(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // It ended meanwhile.
        }
        return 0;
    }
}
