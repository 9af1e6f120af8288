package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.Settings;
import dev.parley.config.TestSettings;
import dev.parley.flow.Timers;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.View;
import org.jgroups.fork.ForkChannel;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.ProtocolStack;
import org.jgroups.util.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Starts real nodes on the loopback interface, which find each other through a table. The build
 * runs several tests at once, because most of the time they wait for nodes to notice each other.
 * Each test has its own ports and its own database.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class NodeTest {

    private static final int FIRST_PORT = 19_000;

    /** More ports than those at which JGroups looks for other nodes. */
    private static final int PORTS = 40;

    private static final AtomicInteger TESTS = new AtomicInteger();

    /** Longer than it takes to find out that a node is gone, or that it is back. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port = FIRST_PORT + PORTS * TESTS.getAndIncrement();

    private final String[] settings = {
        "parley.cluster.stack", "jdbc",
        "parley.cluster.bind-address", "127.0.0.1",
        "parley.cluster.port", Integer.toString(port)
    };

    private static final String[] MULTICAST = {
        "parley.cluster.stack", "udp",
        "parley.cluster.encryption", "none"
    };

    private final JdbcDataSource database = new JdbcDataSource();
    private final List<Node> nodes = new ArrayList<>();
    private final ScheduledExecutorService clock =
            new ScheduledThreadPoolExecutor(1, new PlainThreads());
    private final Timers timers = new Timers(clock, System::nanoTime);

    /** Writes down what a map tells. */
    private static final class Notes implements SharedMap.Observer {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public void onChange(String node, String key, byte[] value) {
            heard.add(node + " " + key + " " + (value == null ? "-" : text(value)));
        }

        @Override
        public void onNodeGone(String node) {
            heard.add(node + " is gone");
        }

        @Override
        public void onAudit(String node, Predicate<String> says) {
            for (String key : Set.of("anna", "ben", "carl")) {
                if (!says.test(key)) {
                    heard.add(node + " " + key + " -");
                }
            }
        }

        @Override
        public void onPresent(Set<String> nodes) {
            // What this says is in the other notes.
        }

        /** Waits for a note and forgets those before it. */
        void await(String note) throws InterruptedException {
            List<String> others = new ArrayList<>();
            for (String next = poll(); !note.equals(next); next = poll()) {
                assertTrue(next != null, note + " never came, but " + others);
                others.add(next);
            }
        }

        private String poll() throws InterruptedException {
            return heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @BeforeEach
    void prepare() throws Exception {
        ClusterTables.create(database, "node-" + port);
    }

    private Node start(String... settings) {
        return startOn(database, settings);
    }

    private Node startOn(DataSource found, String... settings) {
        List<String> all = new ArrayList<>(List.of(this.settings));
        all.addAll(List.of(settings));
        Node node =
                new Node(
                        TestSettings.with(all.toArray(String[]::new)),
                        found,
                        new PlainThreads(),
                        timers);
        node.start();
        nodes.add(node);
        return node;
    }

    /** Nodes that know each other: who comes may know the others before they know him. */
    private List<Node> startTogether(int count, String... settings) {
        List<Node> together = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            together.add(start(settings));
        }
        awaitMembers(together, count);
        return together;
    }

    private static void awaitMembers(List<Node> nodes, int count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (nodes.stream().anyMatch(node -> node.members().nodes().size() < count)) {
            assertTrue(System.nanoTime() < end, "they never saw each other");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void awaitAlone(List<Node> nodes) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (nodes.stream().anyMatch(node -> node.members().nodes().size() > 1)) {
            assertTrue(System.nanoTime() < end, "they still see each other");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::stop);
        clock.shutdownNow();
    }

    @Test
    void aNodeListensAtOnePortOfItsOwnAddress() {
        ProtocolStack stack = stackOf(start());
        int port = portOf(stack);
        assertDoesNotThrow(() -> new Socket("127.0.0.1", port).close());
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.2", port).close());
        assertNull(stack.findProtocol(FD_SOCK2.class));
        assertFalse(stack.getTransport().getDiagnosticsHandler().isRunning());
    }

    @Test
    void withMulticastFailureDetectionListensAtTheAddressOfTheNode() throws Exception {
        ProtocolStack stack = stackOf(start(MULTICAST));
        FD_SOCK2 detection = stack.findProtocol(FD_SOCK2.class);
        int port = detection.getActualBindPort();
        new Socket("127.0.0.1", port).close();
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.2", port).close());
        assertFalse(stack.getTransport().getDiagnosticsHandler().isRunning());
    }

    private static ProtocolStack stackOf(Node node) {
        return node.channel.getProtocolStack();
    }

    private static int portOf(ProtocolStack stack) {
        String address = stack.getTransport().getLocalPhysicalAddress();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Test
    void aKilledNodeIsNoticedByItsConnectionsOnly() throws Exception {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        stackOf(first).removeProtocol(FD_ALL3.class);
        Notes notes = new Notes();
        first.online().listen(notes);
        Util.shutdown(second.channel, false);
        notes.await(second.name() + " is gone");
    }

    @Test
    void nodesFindEachOther() {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        assertEquals(Set.of(first.name(), second.name()), Set.copyOf(second.members().nodes()));
        assertEquals(List.of(second.name()), first.members().others());
    }

    @Test
    void nodesFindEachOtherByAListOfHosts() throws Exception {
        assertTheyTalk(
                "parley.cluster.stack",
                "tcp",
                "parley.cluster.hosts",
                "127.0.0.1,127.0.0.1:" + (port + 1));
    }

    @Test
    void nodesFindEachOtherByAName() throws Exception {
        // What the headless service of Kubernetes is there.
        assertTheyTalk(
                "parley.cluster.stack", "kubernetes",
                "parley.cluster.dns-query", "localhost");
    }

    @Test
    void nodesFindEachOtherByMulticast() throws Exception {
        assertTheyTalk(MULTICAST);
    }

    private void assertTheyTalk(String... settings) throws Exception {
        List<Node> both = startTogether(2, settings);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        both.get(1).messenger().listen("topic", (node, bytes) -> heard.add(text(bytes)));
        both.get(0).messenger().tell("topic", bytes("hello"));
        assertEquals("hello", heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void aNodeHearsWhatOthersWroteBeforeItCame() throws Exception {
        Node first = start();
        first.online().put("anna", bytes("1"));
        Node second = start();
        Notes notes = new Notes();
        second.online().listen(notes);
        notes.await(first.name() + " anna 1");
    }

    @Test
    void aNodeHearsWhatOthersWrite() throws Exception {
        Node first = start();
        Node second = start();
        Notes notes = new Notes();
        second.online().listen(notes);
        first.online().put("anna", bytes("1"));
        notes.await(first.name() + " anna 1");
        first.online().put("anna", bytes("2"));
        notes.await(first.name() + " anna 2");
    }

    @Test
    void theLastWordComesBeforeTheEnd() throws Exception {
        Node first = start();
        Node second = start();
        Notes notes = new Notes();
        second.online().listen(notes);
        first.online().put("anna", bytes("1"));
        notes.await(first.name() + " anna 1");
        first.online().remove("anna", bytes("bye"));
        notes.await(first.name() + " anna bye");
        notes.await(first.name() + " anna -");
    }

    @Test
    void aNodeHearsItsOwnWordsAtOnce() {
        Node node = start();
        Notes notes = new Notes();
        node.online().listen(notes);
        node.online().put("anna", bytes("1"));
        assertEquals(List.of(node.name() + " anna 1"), List.copyOf(notes.heard));
    }

    @Test
    void whatADeadNodeSaidIsVoid() throws Exception {
        Node first = start();
        Node second = start();
        second.online().put("anna", bytes("1"));
        Notes notes = new Notes();
        first.online().listen(notes);
        notes.await(second.name() + " anna 1");
        second.stop();
        notes.await(second.name() + " is gone");
        assertEquals(List.of(first.name()), first.members().nodes());
    }

    @Test
    void aDatabaseThatHangsHidesNobodysEnd() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean hangs = new AtomicBoolean();
        InvocationHandler hang =
                (proxy, method, args) -> {
                    if (hangs.get()) {
                        end.await();
                    }
                    return method.invoke(database, args);
                };
        DataSource hanging =
                (DataSource)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {DataSource.class},
                                hang);
        Node first = startOn(hanging);
        Node second = start();
        second.online().put("anna", bytes("1"));
        Notes notes = new Notes();
        first.online().listen(notes);
        notes.await(second.name() + " anna 1");
        hangs.set(true);
        try {
            second.stop();
            notes.await(second.name() + " is gone");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aMessageReachesAllOthers() throws Exception {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        second.messenger().listen("topic", (node, bytes) -> heard.add(node + " " + text(bytes)));
        first.messenger().tell("topic", bytes("hello"));
        assertEquals(first.name() + " hello", heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void allOthersAnswer() throws Exception {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        second.messenger()
                .respond("topic", question -> CompletableFuture.completedFuture(question));
        Answers answers =
                first.messenger().ask("topic", bytes("how?"), PATIENCE).toCompletableFuture().get();
        assertEquals(Set.of(), answers.silent());
        assertArrayEquals(bytes("how?"), answers.byNode().get(second.name()));
    }

    @Test
    void whoLeavesNeedsNotAnswer() throws Exception {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        second.messenger().respond("topic", question -> new CompletableFuture<>());
        CompletableFuture<Answers> answers =
                first.messenger()
                        .ask("topic", bytes("how?"), Duration.ofMinutes(5))
                        .toCompletableFuture();
        second.stop();
        assertEquals(Set.of(), answers.get().silent());
    }

    @Test
    void whoIsSilentIsNamed() throws Exception {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        second.messenger().respond("topic", question -> new CompletableFuture<>());
        Answers answers =
                first.messenger()
                        .ask("topic", bytes("how?"), Duration.ofMillis(1))
                        .toCompletableFuture()
                        .get();
        assertEquals(Set.of(second.name()), answers.silent());
    }

    @Test
    void whoDoesNotKnowTheQuestionYetIsNotWaitedFor() throws Exception {
        Node first = startTogether(2).get(0);
        Answers answers =
                first.messenger()
                        .ask("topic", bytes("how?"), Duration.ofMinutes(5))
                        .toCompletableFuture()
                        .get();
        assertEquals(Set.of(), answers.silent());
        assertEquals(Map.of(), answers.byNode());
    }

    /** From its first cache on all see it; it listens once it has all caches. */
    @Test
    void whoHasJustComeIsAskedAgainWhenItListens() throws Exception {
        Node first = start();
        Settings.Cluster cluster = TestSettings.with(settings).cluster();
        try (JChannel channel = new Stack(cluster, database).channel(Settings.Cluster.Stack.JDBC)) {
            channel.connect(cluster.name());
            String second = Messenger.name(channel.getAddress());
            awaitMembers(List.of(first), 2);
            CompletableFuture<Answers> answers =
                    first.messenger()
                            .ask("topic", bytes("how?"), Duration.ofMinutes(5))
                            .toCompletableFuture();
            Messenger messenger =
                    new Messenger(
                            new ForkChannel(channel, "parley", "events"),
                            second,
                            timers,
                            (members, merged) -> {});
            messenger.respond("topic", CompletableFuture::completedFuture);
            messenger.start(new PlainThreads());
            assertArrayEquals(bytes("how?"), answers.get().byNode().get(second));
        }
    }

    @Test
    void theAnswerThatIsEnoughIsNotKeptWaitingByWhoIsSilent() throws Exception {
        List<Node> three = startTogether(3);
        Node first = three.get(0);
        Node third = three.get(2);
        three.get(1).messenger().respond("topic", question -> new CompletableFuture<>());
        third.messenger().respond("topic", question -> CompletableFuture.completedFuture(question));
        Answers answers =
                first.messenger()
                        .ask("topic", bytes("how?"), Duration.ofMinutes(5), answer -> true)
                        .toCompletableFuture()
                        .get();
        assertEquals(Set.of(third.name()), answers.byNode().keySet());
    }

    @Test
    void aNodeStartsBesideWhatAKilledOneLeftInTheTable() throws Exception {
        Node killed = start();
        List<String> row = rowOf(killed);
        nodes.remove(killed);
        killed.stop();
        execute("DELETE FROM cluster_node");
        insert(row);
        Node next = start();
        assertEquals(List.of(next.name()), next.members().nodes());
        awaitTable(next);
    }

    /** Waits until the table has only the rows of these nodes. */
    private void awaitTable(Node... alone) throws SQLException {
        Set<String> names = new HashSet<>();
        for (Node node : alone) {
            names.add(Util.addressToString(node.channel.getAddress()));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Set<String> rows = table(); !rows.equals(names); rows = table()) {
            assertTrue(System.nanoTime() < end, "the table has " + rows + ", not " + names);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private Set<String> table() throws SQLException {
        Set<String> addresses = new HashSet<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT address FROM cluster_node")) {
            while (rows.next()) {
                addresses.add(rows.getString(1));
            }
        }
        return addresses;
    }

    @Test
    void theRowOfAKilledCoordinatorIsRemoved() throws Exception {
        List<Node> both = startTogether(2);
        Node killed = both.get(0);
        part(killed);
        Notes notes = new Notes();
        both.get(1).online().listen(notes);
        notes.await(killed.name() + " is gone");
        awaitTable(both.get(1));
    }

    @Test
    void nodesThatRemovedEachOthersRowsFindEachOther() throws Exception {
        List<Node> both = startTogether(2);
        for (Node node : both) {
            part(node);
        }
        awaitAlone(both);
        for (Node node : both) {
            rejoin(node);
        }
        awaitMembers(both, 2);
        awaitTable(both.toArray(Node[]::new));
    }

    /** Like a node whose process hangs: its machine accepts connections, but nothing answers. */
    @Test
    void nodesTalkBesideOneThatHangs() throws Exception {
        Node former = start();
        List<String> row = rowOf(former);
        nodes.remove(former);
        former.stop();
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            row.set(3, "127.0.0.1:" + hanging.getLocalPort());
            insert(row);
            assertTheyTalk();
        }
    }

    private List<String> rowOf(Node node) throws Exception {
        List<String> row = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT address, name, cluster, ip FROM cluster_node")) {
            assertTrue(rows.next(), node.name());
            for (int i = 1; i <= 4; i++) {
                row.add(rows.getString(i));
            }
        }
        return row;
    }

    private void insert(List<String> row) throws Exception {
        execute("INSERT INTO cluster_node VALUES ('" + String.join("', '", row) + "', TRUE)");
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String keystore(Path folder, String name) throws Exception {
        return keystore(folder, name, "-1d");
    }

    private static String keystore(Path folder, String name, String from) throws Exception {
        Path file = folder.resolve(name);
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made =
                new ProcessBuilder(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "parley",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=parley",
                                "-startdate",
                                from,
                                "-validity",
                                "30",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "secret-" + name,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertEquals(0, made.waitFor());
        return file.toString();
    }

    private Node startWithKey(String keystore, String name) {
        return start(
                "parley.cluster.keystore",
                keystore,
                "parley.cluster.keystore.password",
                "secret-" + name);
    }

    @Test
    void nodesWithOneKeyTalkAndNobodyElse(@TempDir Path folder) throws Exception {
        String ours = keystore(folder, "ours");
        Node first = startWithKey(ours, "ours");
        Node second = startWithKey(ours, "ours");
        assertEquals(List.of(second.name()), first.members().others());
        Node other = start();
        assertEquals(List.of(), other.members().others());
        Node open = startOpen();
        assertEquals(List.of(), open.members().others());
        Node foreign = startWithKey(keystore(folder, "foreign"), "foreign");
        assertEquals(List.of(), foreign.members().others());
        assertEquals(List.of(second.name()), first.members().others());
    }

    @Test
    void anExpiredKeyIsStillAKey(@TempDir Path folder) throws Exception {
        String expired = keystore(folder, "expired", "-60d");
        Node first = startWithKey(expired, "expired");
        Node second = startWithKey(expired, "expired");
        assertEquals(List.of(second.name()), first.members().others());
    }

    private Node startOpen() {
        return start("parley.cluster.encryption", "none");
    }

    @Test
    void onlyNodesWithTheKeyOfTheDatabaseTalk() throws Exception {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        assertEquals(List.of(second.name()), first.members().others());
        Node open = startOpen();
        assertEquals(List.of(), open.members().others());
        execute("DELETE FROM cluster_key");
        Node foreign = start();
        assertEquals(List.of(), foreign.members().others());
        assertEquals(List.of(second.name()), first.members().others());
    }

    @Test
    void withoutEncryptionAnybodyJoins() {
        Node first = startOpen();
        Node second = startOpen();
        awaitMembers(List.of(first, second), 2);
        assertEquals(List.of(second.name()), first.members().others());
    }

    private static void part(Node node) throws Exception {
        node.channel
                .getProtocolStack()
                .insertProtocol(
                        new DISCARD().discardAll(true), ProtocolStack.Position.ABOVE, TCP.class);
    }

    private static void rejoin(Node node) {
        node.channel.getProtocolStack().removeProtocol(DISCARD.class);
    }

    @Test
    void whatWasSaidInAPartitionIsKnownAfterIt() throws Exception {
        Node first = start();
        Node second = start();
        Notes atFirst = new Notes();
        Notes atSecond = new Notes();
        first.online().listen(atFirst);
        second.online().listen(atSecond);
        first.online().put("anna", bytes("1"));
        second.online().put("ben", bytes("1"));
        atFirst.await(second.name() + " ben 1");
        atSecond.await(first.name() + " anna 1");
        part(first);
        part(second);
        atFirst.await(second.name() + " is gone");
        atSecond.await(first.name() + " is gone");
        first.online().remove("anna", bytes("bye"));
        first.online().put("carl", bytes("1"));
        second.online().put("ben", bytes("2"));
        rejoin(first);
        rejoin(second);
        atFirst.await(second.name() + " ben 2");
        atSecond.await(first.name() + " carl 1");
        // The word of a former time may come again, but its end comes last.
        atSecond.await(first.name() + " anna -");
    }

    @Test
    void aNodeIsToldOfAPartitionThatOnlyTheOtherHasNoticed() throws Exception {
        List<Node> both = startTogether(2);
        Node first = both.get(0);
        Node second = both.get(1);
        BlockingQueue<Set<String>> met = new LinkedBlockingQueue<>();
        second.follow(
                (members, merged) -> {
                    if (merged) {
                        met.add(Set.copyOf(members.nodes()));
                    }
                });
        GMS membership = first.channel.getProtocolStack().findProtocol(GMS.class);
        Address itself = first.channel.getAddress();
        long next = first.channel.getView().getViewId().getId() + 1;
        membership.installView(View.create(itself, next, itself));
        assertEquals(
                Set.of(first.name(), second.name()),
                met.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void whatOnlyTheCopyOfAnotherNodeHasKeptEndsWhenAllIsSaidAnew() throws Exception {
        Node first = start();
        Node second = start();
        ReplicatedMap atFirst = (ReplicatedMap) first.online();
        ReplicatedMap atSecond = (ReplicatedMap) second.online();
        Notes notes = new Notes();
        atFirst.listen(notes);
        atSecond.put("anna", bytes("1"));
        notes.await(second.name() + " anna 1");
        // As a node has it that stood still while the others went on without it.
        atFirst.copy.put(second.name() + "\u001fben", new Word(0, bytes("1")).toBytes());
        notes.await(second.name() + " ben 1");
        atSecond.mend(true);
        notes.await(second.name() + " anna 1");
        atSecond.mend(false);
        Set<String> heard = new HashSet<>();
        for (int i = 0; i < 300 && !heard.contains(second.name() + " ben -"); i++) {
            // What the other says may be on its way.
            atFirst.mend(false);
            heard.add(notes.heard.poll(100, TimeUnit.MILLISECONDS));
            notes.heard.drainTo(heard);
        }
        assertTrue(heard.contains(second.name() + " ben -"), heard::toString);
        assertFalse(heard.contains(second.name() + " anna -"), heard::toString);
    }

    @Test
    void nodesOfAnotherNameAreStrangers() {
        Node first = start();
        Node stranger = start("parley.cluster.name", "others");
        assertEquals(List.of(), first.members().others());
        assertEquals(List.of(), stranger.members().others());
    }

    @Test
    void aNodeMayBeAlone() throws Exception {
        Node node = start("parley.cluster.stack", "none");
        node.messenger().tell("topic", bytes("hello"));
        Answers answers =
                node.messenger().ask("topic", bytes("how?"), PATIENCE).toCompletableFuture().get();
        assertEquals(Set.of(), answers.silent());
        assertEquals(List.of(node.name()), node.members().nodes());
    }
}
