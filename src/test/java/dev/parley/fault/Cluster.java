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

    private final Postgres postgres;
    private final List<ServerProcess> nodes = new ArrayList<>();

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
        environment.put("PARLEY_CLUSTER_PORT", Integer.toString(CLUSTER_PORT));
        environment.putAll(settings);
        int number = nodes.size() + 1;
        ServerProcess node =
                ServerProcess.prepare(kind, "node" + number, FIRST_PORT + 5 * number, environment);
        nodes.add(node);
        node.start();
    }

    public List<ServerProcess> nodes() {
        return nodes;
    }

    Postgres postgres() {
        return postgres;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (ServerProcess node : nodes) {
            node.close();
        }
        postgres.close();
    }
}
