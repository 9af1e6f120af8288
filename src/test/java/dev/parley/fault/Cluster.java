package dev.parley.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A PostgreSQL and nodes on it, which see each other. Not thread-safe. */
public final class Cluster implements AutoCloseable {

    private static final int FIRST_PORT = 8620;
    private static final int DATABASE_PORT = 8610;
    private static final int CLUSTER_PORT = 8650;

    /** Where the nodes reach each other, if they can. */
    private static final int LINK_PORT = 8670;

    private final Postgres postgres;
    private final List<ServerProcess> nodes = new ArrayList<>();
    private final List<NetworkLink> links = new ArrayList<>();

    private Cluster(Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts all of it.
     *
     * @param kinds of the nodes, each {@code wildfly} or {@code liberty}
     * @param settings of all nodes, as admins give them in the environment: whose tokens count
     */
    public static Cluster start(List<String> kinds, Map<String, String> settings)
            throws IOException, InterruptedException {
        Cluster cluster = new Cluster(Postgres.start(DATABASE_PORT));
        try {
            for (String kind : kinds) {
                cluster.add(kind, settings);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void add(String kind, Map<String, String> settings)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>();
        environment.put("PARLEY_RATE_LIMIT", "1000000");
        environment.put("DB_DRIVER", "postgresql");
        environment.put("DB_USER", "parley");
        environment.put("DB_PASSWORD", "parley");
        environment.put(
                "DB_URL",
                "jdbc:postgresql://127.0.0.1:" + DATABASE_PORT + "/parley?socketTimeout=5");
        environment.put("PARLEY_CLUSTER_BIND_ADDRESS", "127.0.0.1");
        // Or a thousand who come are told to a thousand.
        environment.put("PARLEY_PRESENCE_SCOPE", "rooms");
        environment.put("PARLEY_DRAIN_SPREAD", "2s");
        environment.putAll(settings);
        int number = nodes.size() + 1;
        link(number, environment);
        ServerProcess node =
                ServerProcess.prepare(kind, "node" + number, FIRST_PORT + 5 * number, environment);
        nodes.add(node);
        node.start();
    }

    /**
     * Tells a node its port, and the others another one that leads there. Only what nodes tell each
     * other goes that way: the sockets by which they find out that a process has died do not, and
     * nobody closes them while a link is cut, as in a network.
     */
    private void link(int number, Map<String, String> environment) throws IOException {
        links.add(NetworkLink.open(LINK_PORT + number, CLUSTER_PORT + number));
        environment.put("PARLEY_CLUSTER_PORT", Integer.toString(CLUSTER_PORT + number));
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Djgroups.external_addr=127.0.0.1 -Djgroups.external_port="
                        + (LINK_PORT + number));
    }

    public List<ServerProcess> nodes() {
        return nodes;
    }

    /** Where clients reach the nodes. */
    List<String> urls() {
        return nodes.stream().map(ServerProcess::url).toList();
    }

    /** From now on no node reaches another one. */
    void part() {
        links.forEach(NetworkLink::cut);
    }

    /** From now on they do again. */
    void join() {
        links.forEach(NetworkLink::mend);
    }

    /** Takes back what a test has done to it, and could not take back itself. */
    void repair() throws IOException, InterruptedException {
        join();
        if (!postgres.isRunning()) {
            postgres.startAgain();
        }
        for (ServerProcess node : nodes) {
            if (node.isAlive()) {
                node.resume();
            } else {
                node.start();
            }
        }
        new ClusterView().await(nodes, nodes.size());
    }

    Postgres postgres() {
        return postgres;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (ServerProcess node : nodes) {
            node.close();
        }
        for (NetworkLink link : links) {
            link.close();
        }
        postgres.close();
    }
}
