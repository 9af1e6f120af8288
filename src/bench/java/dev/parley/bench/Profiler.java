package dev.parley.bench;

import dev.parley.bench.load.Measurement;
import dev.parley.bench.target.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Records a server with JFR while it is measured, if it is wanted and the server is a Java. */
final class Profiler {

    private final Path folder;
    private int recordings;

    /**
     * @param folder for the recordings, or null for none
     */
    Profiler(Path folder) {
        this.folder = folder;
    }

    Measurement during(Target target, Supplier<Measurement> action) {
        long java = folder == null ? 0 : java(target);
        if (java == 0) {
            return action.get();
        }
        Path file = folder.resolve(target.name() + "-" + ++recordings + ".jfr");
        jcmd(java, "JFR.start", "name=bench", "settings=profile");
        try {
            Measurement measured = action.get();
            jcmd(java, "JFR.dump", "name=bench", "filename=" + file);
            ProfileSummary.print(file, measured);
            return measured;
        } finally {
            jcmd(java, "JFR.stop", "name=bench");
        }
    }

    private static long java(Target target) {
        return target.serverPids().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElse(0);
    }

    private static void jcmd(long pid, String... command) {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(Path.of(System.getProperty("java.home"), "bin/jcmd").toString());
        builder.command().add(Long.toString(pid));
        builder.command().addAll(List.of(command));
        try {
            Process process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd failed: " + builder.command());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
