package dev.parley.cluster;

import dev.parley.config.Settings;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.fork.UnknownForkHandler;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FORK;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.JDBC_PING2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.PING;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.UDP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.StackType;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * The protocols of JGroups 5 for each of {@link Settings.Cluster.Stack}. For one thread.
 *
 * <p>A killed process is detected at once, by its connections; a hanging one within 7.5 seconds, by
 * its heartbeats: {@link #HEARTBEAT_TIMEOUT} and {@link #VERIFICATION}.
 */
final class Stack {

    private static final Logger LOG = Logger.getLogger(Stack.class.getName());

    private static final int PORTS = 30;
    private static final long HEARTBEAT_TIMEOUT = 6_000;
    private static final long HEARTBEAT_INTERVAL = 1_500;
    private static final long VERIFICATION = 1_000;
    private static final long JOIN_TIMEOUT = 1_500;
    private static final int JOIN_ATTEMPTS = 3;
    private static final long MERGE_MIN = 1_000;
    private static final long MERGE_MAX = 5_000;
    private static final long CREDITS = 4_000_000;
    private static final int FRAGMENT = 60_000;

    /** Ample, because JGroups sends larger messages and Infinispan's state in fragments. */
    private static final int MAX_MESSAGE = 8 * 1024 * 1024;

    private final Settings.Cluster settings;
    private final DataSource database;
    private @Nullable InetAddress address;

    /**
     * @param database used for discovery with {@link Settings.Cluster.Stack#JDBC}, and to store the
     *     key of the cluster
     */
    Stack(Settings.Cluster settings, DataSource database) {
        this.settings = settings;
        this.database = database;
    }

    /** Creates a channel that is not connected yet. */
    JChannel channel(Settings.Cluster.Stack kind) throws Exception {
        if (!isEncrypted() && !address().isLoopbackAddress()) {
            LOG.log(
                    Level.WARNING,
                    "Anybody who reaches port {0} of {1} can join the cluster: restrict it to nodes,"
                            + " or remove parley.cluster.encryption=none",
                    new Object[] {Integer.toString(settings.port()), address().getHostAddress()});
        }
        PortLog.use();
        boolean multicast = kind == Settings.Cluster.Stack.UDP;
        List<Protocol> protocols = new ArrayList<>();
        protocols.add(multicast ? transport(new UDP()) : tcp());
        protocols.add(discovery(kind));
        protocols.add(new MERGE3().setMinInterval(MERGE_MIN).setMaxInterval(MERGE_MAX));
        if (multicast) {
            // By default it listens on all addresses, whatever the transport does.
            protocols.add(new FD_SOCK2().setBindAddress(address()));
        }
        protocols.add(new FD_ALL3().setTimeout(HEARTBEAT_TIMEOUT).setInterval(HEARTBEAT_INTERVAL));
        protocols.add(new VERIFY_SUSPECT2().setTimeout(VERIFICATION));
        protocols.add(nakack(multicast));
        protocols.add(new UNICAST3().setXmitInterval(200));
        protocols.add(new STABLE().setDesiredAverageGossip(5_000).setMaxBytes(1_000_000));
        protocols.add(membership());
        protocols.add(new UFC().setMaxCredits(CREDITS).setMinThreshold(0.4));
        protocols.add(new MFC().setMaxCredits(CREDITS).setMinThreshold(0.4));
        protocols.add(new FRAG4().setFragSize(FRAGMENT));
        protocols.add(new FORK().setUnknownForkHandler(new NotYet()));
        JChannel channel = new JChannel(protocols);
        // By default it listens on all addresses, at UDP port 7500, and lets anybody reconfigure
        // the protocols.
        channel.getProtocolStack().getTransport().getDiagnosticsHandler().setEnabled(false);
        return channel;
    }

    /**
     * A node is in the view for a moment before it listens, and has no clients then. JGroups would
     * log a warning for each message that arrives meanwhile.
     */
    private static final class NotYet implements UnknownForkHandler {

        @Override
        public @Nullable Object handleUnknownForkStack(Message message, String forkStackId) {
            return null;
        }

        @Override
        public @Nullable Object handleUnknownForkChannel(Message message, String forkChannelId) {
            return null;
        }
    }

    /**
     * A node that starts after all others were killed finds them in the table and asks them in
     * vain; with the ten attempts of JGroups, for twenty seconds. If one was only slow, they merge
     * later.
     */
    private static GMS membership() {
        return new GMS()
                .setJoinTimeout(JOIN_TIMEOUT)
                .setMaxJoinAttempts(JOIN_ATTEMPTS)
                .printLocalAddress(false);
    }

    private static NAKACK2 nakack(boolean multicast) {
        NAKACK2 nakack = new NAKACK2().useMcastXmit(multicast).setXmitInterval(200);
        // No later message would reveal that the last one of a burst was lost.
        nakack.setResendLastSeqno(true);
        return nakack;
    }

    private TP transport(TP transport) throws UnknownHostException, SocketException {
        transport.setBindAddress(address()).setBindPort(settings.port()).setPortRange(PORTS);
        transport.getThreadPool().setMaxThreads(200);
        return transport;
    }

    private boolean isEncrypted() {
        return settings.keystore().isPresent()
                || settings.encryption() == Settings.Cluster.Encryption.DATABASE;
    }

    private TP tcp() throws Exception {
        TCP tcp = new TCP();
        // A hanging node must not block the others.
        tcp.nonBlockingSends(true);
        tcp.setSockConnTimeout(300);
        // Detects a killed process by its closed connections. FD_SOCK2 would do so on a separate
        // port, which cannot be encrypted.
        tcp.enableSuspectEvents(true);
        // Without a limit, JGroups allocates any length that a peer declares.
        tcp.setMaxLength(MAX_MESSAGE);
        // No stack traces: anybody who reaches the port can cause these warnings.
        tcp.logDetails(false);
        if (isEncrypted()) {
            tcp.setSocketFactory(sockets(tcp));
        }
        return transport(tcp);
    }

    private SocketFactory sockets(TCP tcp)
            throws IOException, SQLException, GeneralSecurityException {
        if (settings.keystore().isPresent()) {
            Settings.Cluster.Keystore keystore = settings.keystore().get();
            char[] password = keystore.password().toCharArray();
            KeyStore keys = KeyStore.getInstance(new File(keystore.path()), password);
            return new NodeSockets(keys, password, tcp::getTimer);
        }
        KeyStore keys = ClusterKey.of(settings.name(), database).store();
        return new NodeSockets(keys, ClusterKey.NO_PASSWORD, tcp::getTimer);
    }

    private InetAddress address() throws UnknownHostException, SocketException {
        if (address == null) {
            address = findAddress();
        }
        return address;
    }

    private InetAddress findAddress() throws UnknownHostException, SocketException {
        if (settings.bindAddress().isPresent()) {
            return InetAddress.getByName(settings.bindAddress().get());
        }
        InetAddress found = Util.getAddress(Util.AddressScope.SITE_LOCAL, StackType.IPv4);
        if (found == null) {
            LOG.log(
                    Level.WARNING,
                    "This machine has no private address: other machines cannot reach this node."
                            + " Set parley.cluster.bind-address");
            return InetAddress.getLoopbackAddress();
        }
        return found;
    }

    private Protocol discovery(Settings.Cluster.Stack kind) {
        return switch (kind) {
            case UDP -> new PING();
            case TCP -> new TCPPING().setInitialHosts(hosts()).setPortRange(0);
            case KUBERNETES -> new DNS_PING().setDNSQuery(settings.dnsQuery().orElseThrow());
            default -> jdbc();
        };
    }

    private List<InetSocketAddress> hosts() {
        return settings.hosts().stream().map(this::host).toList();
    }

    private InetSocketAddress host(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && colon > 0;
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : settings.port();
        return new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
    }

    /** Uses a table that Liquibase creates, since the application may not be allowed to. */
    private JDBC_PING2 jdbc() {
        JDBC_PING2 table =
                new NodeTable()
                        .setDataSource(database)
                        .setInitializeSql(null)
                        .setInsertSingleSql("INSERT INTO cluster_node VALUES (?, ?, ?, ?, ?)")
                        .setDeleteSingleSql("DELETE FROM cluster_node WHERE address = ?")
                        .setClearSql("DELETE FROM cluster_node WHERE cluster = ?")
                        .setSelectAllPingdataSql(
                                "SELECT address, name, ip, coord FROM cluster_node"
                                        + " WHERE cluster = ?");
        // A killed node leaves its row. The row of a killed coordinator delays all later starts,
        // because JGroups waits for its response. During a partition, the coordinators of both
        // parts remove each other's rows, so each writes its own row again before it searches.
        table.removeAllDataOnViewChange(true).writeDataOnFind(true);
        return table;
    }
}
