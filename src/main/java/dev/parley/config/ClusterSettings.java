package dev.parley.config;

import dev.parley.config.Settings.Cluster;
import dev.parley.config.Settings.Drain;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of the cluster. Stateless. */
final class ClusterSettings {

    private static final Setting<Cluster.Stack> STACK =
            new Setting<>(
                    "parley.cluster.stack",
                    Kind.choice(
                            Cluster.Stack.AUTO,
                            List.of(Cluster.Stack.values()),
                            stack -> stack.name().toLowerCase(Locale.ROOT)),
                    "How nodes find each other: through a table in the database (`jdbc`), a list"
                            + " of hosts (`tcp`), multicast (`udp`), a DNS name (`kubernetes`),"
                            + " or not at all (`none`). `auto` means `jdbc` if"
                            + " `parley.cluster.bind-address` is set and the database is not"
                            + " embedded, and `none` otherwise.");

    private static final Setting<String> NAME =
            new Setting<>(
                    "parley.cluster.name",
                    Kind.text(
                            "parley",
                            "1 to 100 letters, digits, dots, _ or -",
                            Pattern.compile("[A-Za-z0-9._-]{1,100}")),
                    "The name of the cluster. Only nodes with the same name form a cluster.");

    private static final Setting<Optional<String>> BIND_ADDRESS =
            new Setting<>(
                    "parley.cluster.bind-address",
                    Kind.text(),
                    "The address at which other nodes reach this one. If only"
                            + " `parley.cluster.stack` is set, the node uses an address in the"
                            + " private network. If neither is set, it has no cluster.");

    private static final Setting<Integer> PORT =
            new Setting<>(
                    "parley.cluster.port",
                    Kind.number(7_800, 1_024, 65_000),
                    "The first of 30 ports; the node uses the first free one. Failure detection"
                            + " uses the port 100 above it.");

    private static final Setting<List<String>> HOSTS =
            new Setting<>(
                    "parley.cluster.hosts",
                    Kind.list(
                            "a list of hosts such as 10.0.0.1,node2:7800",
                            Pattern.compile("([^\\[\\]:\\s]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?")),
                    "Some of the nodes, for example `10.0.0.1,10.0.0.2:7900`. Required by the stack"
                            + " `tcp`.");

    private static final Setting<Optional<String>> DNS_QUERY =
            new Setting<>(
                    "parley.cluster.dns-query",
                    Kind.text(),
                    "The name of a headless service, for example"
                            + " `parley.default.svc.cluster.local`. Required by the stack"
                            + " `kubernetes`.");

    private static final Setting<Cluster.Encryption> ENCRYPTION =
            new Setting<>(
                    "parley.cluster.encryption",
                    Kind.choice(
                            Cluster.Encryption.DATABASE,
                            List.of(Cluster.Encryption.values()),
                            choice -> choice.name().toLowerCase(Locale.ROOT)),
                    "How nodes authenticate each other and encrypt their traffic: with a key that"
                            + " the first node stores in the database (`database`), or not at all"
                            + " (`none`). A key store takes precedence. The stack `udp` requires"
                            + " `none`.");

    private static final Setting<Optional<String>> KEYSTORE =
            new Setting<>(
                    "parley.cluster.keystore",
                    Kind.text(),
                    "A PKCS#12 file with a key and its certificate, the same on all nodes. It is"
                            + " used instead of the key in the database. A node without it cannot"
                            + " join. Cannot be combined with the stack `udp`.");

    private static final Setting<Optional<String>> KEYSTORE_PASSWORD =
            new Setting<>(
                    "parley.cluster.keystore.password",
                    Kind.text(),
                    "The password of that file and of the key in it.");

    private static final Setting<Duration> DRAIN_SPREAD =
            new Setting<>(
                    "parley.drain.spread",
                    Kind.duration(Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1)),
                    "The time over which a draining node disconnects its clients, so that they do"
                            + " not all reconnect to the other nodes at once. When the server"
                            + " stops, it is at most 10 s.");

    static final SettingGroup CLUSTER =
            new SettingGroup(
                    "Cluster",
                    "See [Cluster](cluster.md).",
                    List.of(
                            STACK,
                            NAME,
                            BIND_ADDRESS,
                            PORT,
                            HOSTS,
                            DNS_QUERY,
                            ENCRYPTION,
                            KEYSTORE,
                            KEYSTORE_PASSWORD,
                            DRAIN_SPREAD));

    private ClusterSettings() {}

    static Cluster cluster(Values values) {
        String password = values.get(KEYSTORE_PASSWORD).orElse("");
        Cluster cluster =
                new Cluster(
                        values.get(STACK),
                        values.get(NAME),
                        values.get(BIND_ADDRESS),
                        values.get(PORT),
                        values.get(HOSTS),
                        values.get(DNS_QUERY),
                        values.get(ENCRYPTION),
                        values.get(KEYSTORE).map(path -> new Cluster.Keystore(path, password)));
        check(cluster, values);
        return cluster;
    }

    static Drain drain(Values values) {
        return new Drain(values.get(DRAIN_SPREAD));
    }

    private static void check(Cluster cluster, Values values) {
        if (cluster.stack() == Cluster.Stack.TCP && cluster.hosts().isEmpty()) {
            values.problem("parley.cluster.stack=tcp requires parley.cluster.hosts");
        }
        if (cluster.stack() == Cluster.Stack.KUBERNETES && cluster.dnsQuery().isEmpty()) {
            values.problem("parley.cluster.stack=kubernetes requires parley.cluster.dns-query");
        }
        if (cluster.stack() == Cluster.Stack.UDP && cluster.keystore().isPresent()) {
            values.problem(
                    "parley.cluster.stack=udp cannot be encrypted: remove parley.cluster.keystore"
                            + " or use another stack");
        } else if (cluster.stack() == Cluster.Stack.UDP
                && cluster.encryption() != Cluster.Encryption.NONE) {
            values.problem(
                    "parley.cluster.stack=udp cannot be encrypted: use another stack, or set"
                            + " parley.cluster.encryption=none if only nodes reach the network");
        }
    }
}
