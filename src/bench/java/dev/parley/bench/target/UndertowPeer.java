package dev.parley.bench.target;

import dev.parley.bench.undertow.UndertowWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link UndertowWriter} in its own JVM: the upper bound of what a JSR-356 server can send. */
final class UndertowPeer extends StartedTarget {

    private static final String NAME = "undertow";

    UndertowPeer(String heap) {
        super(NAME, Ports.UNDERTOW, start(heap));
    }

    private static ServerProcess start(String heap) {
        ServerProcess.requireFree(Ports.UNDERTOW);
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        List<String> command =
                List.of(
                        java,
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        UndertowWriter.class.getName(),
                        Integer.toString(Ports.UNDERTOW));
        return ServerProcess.start(NAME, Places.work(), command, Map.of())
                .await(() -> ServerProcess.isOpen(Ports.UNDERTOW), Duration.ofSeconds(30));
    }

    @Override
    public String description() {
        return "Undertow's JSR-356 endpoint that only repeats frames; keeps nothing";
    }

    @Override
    public boolean resumes() {
        return false;
    }
}
