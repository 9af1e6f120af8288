package dev.parley.bench.target;

import dev.parley.bench.undertow.UndertowWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link UndertowWriter} in a Java of its own: the ceiling of what a JSR-356 server can send. */
final class UndertowPeer implements Target {

    private final InetSocketAddress address =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.UNDERTOW);
    private final ServerProcess process;

    UndertowPeer(String heap) {
        ServerProcess.requireFree(Ports.UNDERTOW);
        process =
                ServerProcess.start(
                                name(),
                                Places.work(),
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin/java")
                                                .toString(),
                                        "-Xmx" + heap,
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        UndertowWriter.class.getName(),
                                        Integer.toString(Ports.UNDERTOW)),
                                Map.of())
                        .await(() -> ServerProcess.isOpen(Ports.UNDERTOW), Duration.ofSeconds(30));
    }

    @Override
    public String name() {
        return "undertow";
    }

    @Override
    public String description() {
        return "Undertow's JSR-356 endpoint that only repeats frames; keeps nothing";
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public List<String> tokens(int users) {
        return List.of();
    }

    @Override
    public List<Long> serverPids() {
        return List.of(process.pid());
    }

    @Override
    public List<Long> storePids() {
        return List.of();
    }

    @Override
    public boolean resumes() {
        return false;
    }

    @Override
    public void close() {
        process.close();
    }
}
