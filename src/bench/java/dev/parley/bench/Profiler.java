package dev.parley.bench;

import dev.parley.bench.load.Measurement;
import dev.parley.bench.measure.JavaProcess;
import dev.parley.bench.target.Target;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Records a server with JFR during the measurement, if requested and if the server is a JVM. */
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
        Optional<JavaProcess> java =
                folder == null ? Optional.empty() : JavaProcess.among(target.serverPids());
        if (java.isEmpty()) {
            return action.get();
        }
        Path file = folder.resolve(target.name() + "-" + ++recordings + ".jfr");
        java.get().ask("JFR.start", "name=bench", "settings=profile");
        try {
            Measurement measured = action.get();
            java.get().ask("JFR.dump", "name=bench", "filename=" + file);
            ProfileSummary.print(file, measured);
            return measured;
        } finally {
            java.get().ask("JFR.stop", "name=bench");
        }
    }
}
