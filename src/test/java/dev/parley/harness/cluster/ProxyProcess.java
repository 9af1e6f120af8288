package dev.parley.harness.cluster;

import dev.parley.harness.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * nginx or HAProxy before two nodes, as a process of its own, with the example in {@code
 * server-config/proxy} as it is but for the addresses. Not thread-safe.
 */
public final class ProxyProcess implements AutoCloseable {

    private static final Path EXAMPLES = Path.of("server-config/proxy");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String url;
    private final Process process;
    private final Path log;

    private ProxyProcess(String url, Process process, Path log) {
        this.url = url;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one and waits until clients come through it.
     *
     * @param kind {@code nginx} or {@code haproxy}
     * @param folder for its files
     */
    public static ProxyProcess start(String kind, int port, List<ClusterNode> nodes, Path folder)
            throws IOException, InterruptedException {
        boolean isNginx = kind.equals("nginx");
        String file = isNginx ? "nginx.conf" : "haproxy.cfg";
        String example = Files.readString(EXAMPLES.resolve(file));
        String config = isNginx ? nginx(example, port, nodes) : haProxy(example, port, nodes);
        Path own = Files.writeString(folder.toAbsolutePath().resolve(file), config);
        List<String> arguments =
                isNginx
                        ? List.of("-e", "stderr", "-g", "daemon off;", "-p", own.getParent() + "/")
                        : List.of();
        return start(kind, port, own, arguments);
    }

    private static String nginx(String example, int port, List<ClusterNode> nodes) {
        String config = replaced(example, "listen 8000;", "listen 127.0.0.1:" + port + ";");
        config = replaced(config, "127.0.0.1:8080", address(nodes.get(0)));
        return replaced(config, "127.0.0.1:8180", address(nodes.get(1)));
    }

    private static String haProxy(String example, int port, List<ClusterNode> nodes) {
        String config = replaced(example, "bind :8000", "bind 127.0.0.1:" + port);
        config = replaced(config, "127.0.0.1:8080 port 9990", checkedAddress(nodes.get(0)));
        return replaced(config, "127.0.0.1:8180", checkedAddress(nodes.get(1)));
    }

    private static String checkedAddress(ClusterNode node) {
        return address(node) + " port " + node.healthPort();
    }

    private static String address(ClusterNode node) {
        return URI.create(node.url()).getAuthority();
    }

    private static String replaced(String text, String what, String by) {
        if (!text.contains(what)) {
            throw new IllegalStateException("The example has no " + what);
        }
        return text.replace(what, by);
    }

    private static ProxyProcess start(String kind, int port, Path config, List<String> more)
            throws IOException, InterruptedException {
        Path log = config.resolveSibling(kind + ".log");
        // Not everybody has in his path what only root runs otherwise.
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin exec \"$0\" \"$@\"", kind);
        builder.command().addAll(more);
        builder.command().addAll(List.of(kind.equals("nginx") ? "-c" : "-f", config.toString()));
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        String url = "http://127.0.0.1:" + port;
        ProxyProcess proxy = new ProxyProcess(url, builder.start(), log);
        try {
            proxy.awaitClients();
        } catch (IllegalStateException | InterruptedException e) {
            proxy.close();
            throw e;
        }
        return proxy;
    }

    private void awaitClients() throws InterruptedException, IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ServerProcess.serves(url)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("It does not start: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    public String url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
