package dev.parley.config;

import dev.parley.config.Settings.Cluster;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads and validates the settings {@code parley.cluster.*}. */
final class ClusterSettings {

    private final Values values;

    ClusterSettings(Values values) {
        this.values = values;
    }

    Cluster read() {
        Cluster cluster =
                new Cluster(
                        values.choice(
                                "parley.cluster.stack",
                                Cluster.Stack.AUTO,
                                List.of(Cluster.Stack.values()),
                                stack -> stack.name().toLowerCase(Locale.ROOT)),
                        clusterName(),
                        values.text("parley.cluster.bind-address"),
                        values.number("parley.cluster.port", 7_800, 1_024, 65_000),
                        hosts(),
                        values.text("parley.cluster.dns-query"),
                        keystore());
        checkCluster(cluster);
        return cluster;
    }

    private String clusterName() {
        String name = values.text("parley.cluster.name").orElse("parley");
        if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            values.wrong("parley.cluster.name", name, "1 to 100 letters, digits, dots, _ or -");
        }
        return name;
    }

    private List<String> hosts() {
        List<String> hosts = values.list("parley.cluster.hosts");
        hosts.stream()
                .filter(host -> !host.matches("([^\\[\\]:\\s]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?"))
                .forEach(
                        host ->
                                values.wrong(
                                        "parley.cluster.hosts",
                                        host,
                                        "a list of hosts such as 10.0.0.1,node2:7800"));
        return hosts;
    }

    private Optional<Cluster.Keystore> keystore() {
        String password = values.text("parley.cluster.keystore.password").orElse("");
        return values.text("parley.cluster.keystore")
                .map(path -> new Cluster.Keystore(path, password));
    }

    private void checkCluster(Cluster cluster) {
        if (cluster.stack() == Cluster.Stack.TCP && cluster.hosts().isEmpty()) {
            values.problem("parley.cluster.stack=tcp wants parley.cluster.hosts");
        }
        if (cluster.stack() == Cluster.Stack.KUBERNETES && cluster.dnsQuery().isEmpty()) {
            values.problem("parley.cluster.stack=kubernetes wants parley.cluster.dns-query");
        }
        if (cluster.stack() == Cluster.Stack.UDP && cluster.keystore().isPresent()) {
            values.problem(
                    "parley.cluster.stack=udp cannot be encrypted: remove parley.cluster.keystore,"
                            + " or take another stack");
        }
    }
}
