package dev.parley.bench;

import dev.parley.bench.load.Measurement;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Summarizes a JFR recording: samples by thread, by method, and by the calling method of Parley.
 */
final class ProfileSummary {

    private static final int LINES = 25;
    private static final String OURS = "dev.parley.";

    private final Map<String, Long> threads = new HashMap<>();
    private final Map<String, Long> tops = new HashMap<>();
    private final Map<String, Long> within = new HashMap<>();
    private final Map<String, Long> allocated = new HashMap<>();

    private ProfileSummary() {}

    /** Writes a summary of the measured part next to the recording. */
    static void print(Path recording, Measurement measured) {
        ProfileSummary summary = new ProfileSummary();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (measured.covers(event.getStartTime())) {
                    summary.add(event);
                }
            }
            Path text = Path.of(recording.toString().replace(".jfr", "-profile.txt"));
            try (PrintStream out = new PrintStream(Files.newOutputStream(text), true, "UTF-8")) {
                summary.write(out);
            }
            System.out.println("    profile: " + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return;
        }
        List<RecordedFrame> frames = stack.getFrames();
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> {
                if (isWaiting(frames.get(0))) {
                    return;
                }
                String thread = event.getThread("sampledThread").getJavaName();
                count(threads, thread == null ? "?" : thread.replaceAll("\\d+", "#"), 1);
                count(tops, name(frames.get(0)), 1);
                Set<String> ours = new HashSet<>();
                frames.stream()
                        .map(ProfileSummary::name)
                        .filter(name -> name.startsWith(OURS))
                        .forEach(ours::add);
                ours.forEach(name -> count(within, name, 1));
            }
            case "jdk.ObjectAllocationSample" ->
                    count(allocated, firstOfOurs(frames), event.getLong("weight"));
            default -> {
                // Not looked at.
            }
        }
    }

    /** JFR also samples native methods in which a thread waits. */
    private static boolean isWaiting(RecordedFrame frame) {
        String name = name(frame);
        return name.endsWith(".wait0")
                || name.endsWith("EPoll.wait")
                || name.endsWith(".Net.accept")
                || name.endsWith(".Net.poll")
                || name.endsWith("Unsafe.park");
    }

    private static String firstOfOurs(List<RecordedFrame> frames) {
        return frames.stream()
                .map(ProfileSummary::name)
                .filter(name -> name.startsWith(OURS))
                .findFirst()
                .orElseGet(() -> name(frames.get(0)));
    }

    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName().replaceAll("\\$\\$Lambda.*", " lambda");
        return type + "." + frame.getMethod().getName();
    }

    private static void count(Map<String, Long> counts, String name, long weight) {
        counts.merge(name, weight, Long::sum);
    }

    private void write(PrintStream out) {
        long samples = tops.values().stream().mapToLong(Long::longValue).sum();
        out.println(samples + " samples of running threads");
        section(out, "threads", threads, samples);
        section(out, "methods, alone", tops, samples);
        section(out, "methods of Parley, with all that they call", within, samples);
        long bytes = allocated.values().stream().mapToLong(Long::longValue).sum();
        section(out, "allocation, by the innermost method of Parley", allocated, bytes);
    }

    private static void section(PrintStream out, String title, Map<String, Long> counts, long all) {
        out.printf("%n%s%n", title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(LINES)
                .forEach(
                        entry ->
                                out.printf(
                                        "%5.1f %%  %s%n",
                                        100.0 * entry.getValue() / Math.max(1, all),
                                        entry.getKey()));
    }
}
