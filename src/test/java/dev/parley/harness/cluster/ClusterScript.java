package dev.parley.harness.cluster;

import dev.parley.harness.run.InstalledServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code server-config/cluster.sh} with a cluster of its own. What it starts are processes of their
 * own, which outlive this one unless {@code down} ends them. Not thread-safe.
 */
public final class ClusterScript {

    private static final Path SCRIPT = Path.of("server-config/cluster.sh");

    /** The script has shorter bounds of its own. */
    private static final int PATIENCE_MINUTES = 15;

    /** How many of the script's last lines a failure shows, because CI does not keep its files. */
    private static final int LAST_LINES = 60;

    private final Path log;
    private final Map<String, String> environment;

    /**
     * @param log where the script's own words go; what the nodes say is in files beside their data
     * @param environment as people give it to the script
     */
    public ClusterScript(Path log, Map<String, String> environment) {
        this.log = log;
        this.environment = environment;
    }

    /**
     * Waits until it is done.
     *
     * @throws IllegalStateException if the script fails
     */
    public void run(String command, String... arguments) throws IOException, InterruptedException {
        if (!tries(command, arguments)) {
            List<String> words = Files.readAllLines(log);
            int from = Math.max(0, words.size() - LAST_LINES);
            throw new IllegalStateException(
                    "cluster.sh %s%s fails; the end of %s:%n%s"
                            .formatted(
                                    command,
                                    List.of(arguments),
                                    log,
                                    String.join("\n", words.subList(from, words.size()))));
        }
    }

    /**
     * Waits until it is done.
     *
     * @return whether the script could do it, in time
     */
    public boolean tries(String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("sh", SCRIPT.toString(), command));
        words.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        InstalledServers.hideFrom(builder);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            return process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } finally {
            process.destroy();
        }
    }
}
