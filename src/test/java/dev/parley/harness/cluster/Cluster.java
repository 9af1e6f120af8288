package dev.parley.harness.cluster;

import dev.parley.harness.server.ServerPorts;
import dev.parley.harness.server.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A PostgreSQL and nodes on it, which see each other, as {@code server-config/cluster.sh} runs
 * them. Not thread-safe.
 */
public final class Cluster implements AutoCloseable {

    /** 8700, 8740 or 8780: the build runs clusters side by side, each from its own JVM. */
    private static final int FIRST_PORT = 8660 + 40 * ServerPorts.fork();

    /** By how much the script's ports are higher than by themselves. */
    private static final int SHIFT = FIRST_PORT - 8080;

    private static final int FIRST_MANAGEMENT_PORT = 9990 + SHIFT;
    private static final int FIRST_CLUSTER_PORT = 7800 + SHIFT;

    /** How far from where a node listens the others reach it, if they can. */
    private static final int TO_LINK = 5;

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final ClusterScript script;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<NetworkLink> links = new ArrayList<>();
    private boolean hasDatabase = true;

    private Cluster(Path home) {
        this.home = home;
        script = new ClusterScript(home.resolve("cluster.log"), environment);
    }

    /**
     * Starts all of it.
     *
     * @param kinds of the nodes, each {@code wildfly} or {@code liberty}
     */
    public static Cluster start(List<String> kinds) throws IOException, InterruptedException {
        Path home =
                Path.of(System.getProperty("parley.war"))
                        .resolveSibling("cluster-it-" + ServerPorts.fork());
        Files.createDirectories(home);
        Cluster cluster = new Cluster(home);
        try {
            cluster.up(kinds);
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void up(List<String> kinds) throws IOException, InterruptedException {
        environment.put("CLUSTER_HOME", home.toString());
        environment.put("HTTP_PORT", Integer.toString(FIRST_PORT));
        environment.put("WAR", System.getProperty("parley.test.war"));
        environment.put("NODE_JAVA_OPTS", System.getProperty("parley.java.options"));
        environment.put("PARLEY_RATE_LIMIT", "1000000");
        // Or a thousand who come are told to a thousand.
        environment.put("PARLEY_PRESENCE_SCOPE", "rooms");
        environment.put("PARLEY_DRAIN_SPREAD", "2s");
        // What the example of HAProxy goes by.
        environment.put("PARLEY_COOKIE_NAME", "io");
        environment.put("MP_JWT_VERIFY_ISSUER", SigningKey.ISSUER);
        // Shorter than JUnit's timeout of five minutes, so that a failure shows the output of the
        // nodes.
        environment.put("CLUSTER_PATIENCE", "240");
        for (String kind : kinds) {
            add(kind);
        }
        // What a run that was killed has left.
        script.run("down");
        script.run("up", kinds.toArray(String[]::new));
    }

    private void add(String kind) throws IOException {
        int before = nodes.size();
        int number = before + 1;
        link(number, FIRST_CLUSTER_PORT + 10 * before);
        int port = FIRST_PORT + 100 * before;
        boolean isWildFly = kind.equals("wildfly");
        int healthPort = isWildFly ? FIRST_MANAGEMENT_PORT + 100 * before : port;
        nodes.add(new ClusterNode(script, number, port, healthPort));
    }

    /**
     * Tells the others another port of a node than its own, which leads there. Only what nodes tell
     * each other goes that way: the sockets by which they find out that a process has died do not,
     * and nobody closes them while a link is cut, as in a network.
     */
    private void link(int number, int port) throws IOException {
        int told = port + TO_LINK;
        links.add(NetworkLink.open(told, port));
        environment.put(
                "NODE_" + number + "_JAVA_TOOL_OPTIONS",
                "-Djgroups.external_addr=127.0.0.1 -Djgroups.external_port=" + told);
    }

    /** What signs the tokens that all nodes take. */
    public SigningKey key() {
        return new SigningKey(home.resolve("dev-key.pem"));
    }

    public List<ClusterNode> nodes() {
        return nodes;
    }

    /** Where clients reach the nodes. */
    public List<String> urls() {
        return nodes.stream().map(ClusterNode::url).toList();
    }

    /** From now on no node reaches another one. */
    public void part() {
        links.forEach(NetworkLink::cut);
    }

    /** From now on they do again. */
    public void join() {
        links.forEach(NetworkLink::mend);
    }

    /** Ends the database in order; its data stays. */
    public void stopDatabase() throws IOException, InterruptedException {
        hasDatabase = false;
        script.run("stop", "postgres");
    }

    public void startDatabase() throws IOException, InterruptedException {
        script.run("start", "postgres");
        hasDatabase = true;
    }

    /** Takes back what a test has done to it, and could not take back itself. */
    public void repair() throws IOException, InterruptedException {
        join();
        if (!hasDatabase) {
            startDatabase();
        }
        for (ClusterNode node : nodes) {
            if (!node.isRunning()) {
                // One whose start has failed may be there.
                node.kill();
                node.start();
            } else if (!node.resume()) {
                System.out.println("ended by itself, and is started again: " + node.url());
                node.start();
            }
        }
        new ClusterView().await(nodes, nodes.size());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            script.run("down");
        } finally {
            for (NetworkLink link : links) {
                link.close();
            }
        }
    }
}
