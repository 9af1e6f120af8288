package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.TestSettings;
import dev.parley.flow.Timers;
import dev.parley.server.WarningsOf;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogRecord;
import org.h2.jdbcx.JdbcDataSource;
import org.jgroups.Version;
import org.jgroups.protocols.TCP;
import org.jgroups.stack.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connects to the cluster port as something other than a node. */
@Timeout(120)
class ClusterPortTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] COOKIE = "bela".getBytes(StandardCharsets.US_ASCII);
    private static final short OTHER_VERSION = Version.encode(4, 2, 1);

    /** JGroups logs what its transport refuses. */
    @RegisterExtension final WarningsOf warnings = new WarningsOf(TCP.class);

    private final JdbcDataSource database = new JdbcDataSource();
    private final ScheduledExecutorService clock =
            new ScheduledThreadPoolExecutor(1, new PlainThreads());
    private final Timers timers = new Timers(clock, System::nanoTime);
    private final List<Node> nodes = new ArrayList<>();
    private Node first;
    private Node second;
    private int port;

    @BeforeEach
    void startTwoNodes() throws Exception {
        ClusterTables.create(database, getClass().getSimpleName());
        first = start();
        second = start();
        await(() -> first.members().nodes().size() == 2);
        String address = first.channel.getProtocolStack().getTransport().getLocalPhysicalAddress();
        port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private Node start() {
        Node node =
                new Node(
                        TestSettings.with(
                                "parley.cluster.stack", "jdbc",
                                "parley.cluster.bind-address", "127.0.0.1",
                                "parley.cluster.port", "18840"),
                        database,
                        new PlainThreads(),
                        timers);
        node.start();
        nodes.add(node);
        return node;
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "it never came to that");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::stop);
        clock.shutdownNow();
    }

    private Socket connect(ClusterKey key) throws Exception {
        NodeSockets sockets =
                new NodeSockets(
                        key.store(),
                        ClusterKey.NO_PASSWORD,
                        () -> first.channel.getProtocolStack().getTransport().getTimer());
        Socket socket = sockets.createSocket("test");
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    private ClusterKey ourKey() throws Exception {
        return ClusterKey.of("parley", database);
    }

    private void assertTheClusterWorks() {
        assertEquals(List.of(second.name()), first.members().others());
        Node third = start();
        await(() -> first.members().nodes().size() == 3);
        assertEquals(Set.copyOf(first.members().nodes()), Set.copyOf(third.members().nodes()));
    }

    @Test
    void strangersDoNotKeepNodesFromJoining() throws Exception {
        Random random = new Random(1);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
                open.add(socket);
                byte[] noise = new byte[random.nextInt(2_000) + 1];
                random.nextBytes(noise);
                // The beginning of a TLS record, or of the address of a node without TLS.
                System.arraycopy(
                        i % 2 == 0 ? COOKIE : new byte[] {22, 3, 1, 0},
                        0,
                        noise,
                        0,
                        Math.min(4, noise.length));
                try {
                    socket.getOutputStream().write(noise);
                } catch (IOException refusedAlready) {
                    continue;
                }
                if (i % 5 != 0) {
                    socket.close();
                }
            }
            assertTheClusterWorks();
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void aStrangerWithAnotherKeyIsRefused() throws Exception {
        try (Socket stranger = connect(ClusterKey.make())) {
            assertThrows(
                    IOException.class,
                    () -> {
                        stranger.getOutputStream().write(COOKIE);
                        stranger.getInputStream().read();
                    });
        }
        await(() -> !refused("failed accepting connection").isEmpty());
        assertTheClusterWorks();
    }

    @Test
    void aNodeWithAnotherVersionOfJGroupsIsRefusedWithOneWarning() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Socket other = connect(ourKey())) {
                DataOutputStream out = new DataOutputStream(other.getOutputStream());
                sendAddress(out, OTHER_VERSION);
                awaitClosed(other);
            }
        }
        await(() -> !refused("has different version").isEmpty());
        assertEquals(1, refused("has different version").size());
        assertTheClusterWorks();
    }

    @Test
    void aMessageOfAnotherVersionOfJGroupsIsDropped() throws Exception {
        try (Socket other = connect(ourKey())) {
            DataOutputStream out = new DataOutputStream(other.getOutputStream());
            sendAddress(out, Version.version);
            for (int i = 0; i < 3; i++) {
                byte[] message = new byte[40];
                message[0] = (byte) (OTHER_VERSION >> 8);
                message[1] = (byte) OTHER_VERSION;
                out.writeInt(message.length);
                out.write(message);
            }
            out.flush();
            await(() -> !refused("has different version").isEmpty());
            assertTheClusterWorks();
        }
        // JGroups repeats the warning once a minute.
        assertEquals(1, refused("has different version").size());
    }

    @Test
    void aLengthThatIsOnlyClaimedIsNotAllocated() throws Exception {
        try (Socket other = connect(ourKey())) {
            DataOutputStream out = new DataOutputStream(other.getOutputStream());
            sendAddress(out, Version.version);
            out.writeInt(Integer.MAX_VALUE);
            out.flush();
            awaitClosed(other);
        }
        assertTheClusterWorks();
    }

    private static void sendAddress(DataOutputStream out, short version) throws IOException {
        IpAddress address = new IpAddress(InetAddress.getByName("127.0.0.1"), 18_999);
        out.write(COOKIE);
        out.writeShort(version);
        out.writeShort(address.serializedSize());
        address.writeTo(out);
        out.flush();
    }

    private static void awaitClosed(Socket socket) {
        try {
            // JGroups announces the end of a connection.
            socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // Closed as well.
        }
    }

    private List<String> refused(String reason) {
        return warnings.records().stream()
                .map(LogRecord::getMessage)
                .filter(message -> message.contains(reason))
                .toList();
    }
}
