package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.Http;
import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.RawSocket;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.OrdersGateway;
import dev.parley.harness.war.VitalsServlet;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.net.SocketException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that want the server's harm: what they try costs them their own connection, others are
 * served, and nothing is left of it. Among it is what has hurt other servers of such protocols.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HostileIT {
    /** The close code of a violation, which no missed heartbeat gives. */
    private static final int POLICY = 1008;

    private static final String POLLING = RawSocket.POLLING;
    private static final String WEBSOCKET = "/socket.io/?" + RawClient.QUERY;
    private static final String MESSAGES = "/api/rooms/any/messages";
    private static final int MAX_CONNECTIONS = 400;
    private static final int MAX_UNJOINED = 380;
    private static final int MAX_PER_ADDRESS = 120;
    private static final int MAX_PER_USER = 20;
    private static final int MAX_PAYLOAD = 65_536;
    private static final long MEBIBYTE = 1024 * 1024;

    /** Clients at once. On two cores, Open Liberty had at most 16 threads for them. */
    private static final int MORE_THAN_THREADS = 40;

    @ArquillianResource private URL server;

    private final List<RawSocket> open = new ArrayList<>();
    private final List<String> sessions = new ArrayList<>();

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war(
                        Map.ofEntries(
                                Map.entry("parley.rate.limit", "1000000"),
                                Map.entry("parley.rate.window", "1s"),
                                Map.entry("parley.ping-interval", "3s"),
                                Map.entry("parley.ping-timeout", "3s"),
                                Map.entry("parley.connect-timeout", "5s"),
                                Map.entry("parley.body.timeout", "6s"),
                                Map.entry("parley.response.timeout", "3s"),
                                Map.entry("parley.body.memory", "16MiB"),
                                Map.entry("parley.body.memory-per-address", "1MiB"),
                                Map.entry("parley.max-unjoined", Integer.toString(MAX_UNJOINED)),
                                Map.entry(
                                        "parley.max-unjoined-per-address",
                                        Integer.toString(MAX_PER_ADDRESS)),
                                Map.entry("parley.recovery.window", "8s"),
                                Map.entry(
                                        "parley.max-connections",
                                        Integer.toString(MAX_CONNECTIONS)),
                                Map.entry(
                                        "parley.max-connections-per-user",
                                        Integer.toString(MAX_PER_USER))))
                .addClasses(OrdersGateway.class, OrdersGateway.Order.class)
                .addClasses(OrdersGateway.Heavy.class, OrdersGateway.Parcel.class)
                .addClass(VitalsServlet.class);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (RawSocket socket : open) {
            socket.close();
        }
        // The server forgets them without that, too, as tests of thousands of them show, but only
        // after the connect timeout.
        for (String session : sessions) {
            try (RawSocket socket = RawSocket.dial(server)) {
                post(socket, session, "1");
            }
        }
        // Some sockets still wait for their clients to come back.
        Vitals.when(server, now -> now.connections() == 0);
    }

    private RawSocket dial() throws IOException {
        return keep(RawSocket.dial(server));
    }

    private RawSocket keep(RawSocket socket) {
        open.add(socket);
        return socket;
    }

    private RawSocket engine() throws IOException {
        return dial().webSocket(WEBSOCKET);
    }

    private RawSocket inOrders() throws Exception {
        RawSocket socket = engine();
        socket.sendText("40/orders,{\"token\":\"" + TestUser.on(server).token() + "\"}");
        socket.next("40/orders,{\"sid\":");
        return socket;
    }

    private void assertOthersAreServed() throws Exception {
        try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
            client.assertAlive();
        }
    }

    private static String placeholder(int index) {
        return "{\"_placeholder\":true,\"num\":" + index + "}";
    }

    /** Also those that are installed only with a session. */
    @Test
    void noProtectionIsMissingOnThisServer() throws Exception {
        engine().next("0{");
        JsonObject data = healthOfServer().getJsonObject("data");
        assertEquals("none", data.getString("missingProtections"), data.toString());
    }

    private static JsonObject healthOfServer() throws Exception {
        URI ready = URI.create(System.getProperty("parley.health") + "/health/ready");
        HttpResponse<String> response = Http.get(ready);
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject().getJsonArray("checks").stream()
                    .map(JsonValue::asJsonObject)
                    .filter(check -> check.getString("name").equals("server"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(response.body()));
        }
    }

    // What is announced and never comes, or comes without end.

    /** CVE-2026-33151: attachments without bound, each kept until the last has come. */
    @ParameterizedTest
    @ValueSource(strings = {"4511-/orders,", "459999-/orders,", "45999999999-/orders,"})
    void aPacketMayNotAnnounceAttachmentsWithoutBound(String head) throws Exception {
        RawSocket socket = inOrders();
        socket.sendText(head + "[\"return_parcel\"," + placeholder(0) + "]");
        assertEquals(POLICY, socket.closeCode());
        assertOthersAreServed();
    }

    /** CVE-2026-33151, by their size. */
    @Test
    void theAttachmentsOfAPacketAreBoundedTogether() throws Exception {
        RawSocket socket = inOrders();
        socket.sendText("4510-/orders,[\"return_parcel\"," + placeholder(0) + "]");
        byte[] attachment = RawSocket.frame(RawSocket.LAST | RawSocket.BINARY, new byte[10_000]);
        for (int i = 0; i < 7; i++) {
            socket.send(attachment);
        }
        assertEquals(POLICY, socket.closeCode());
        assertOthersAreServed();
    }

    /** One attachment, named thousands of times, is small until somebody writes it. */
    @Test
    void placeholdersDoNotMultiplyAnAttachment() throws Exception {
        RawSocket socket = inOrders();
        StringBuilder many = new StringBuilder(placeholder(0));
        for (int i = 0; i < 1_500; i++) {
            many.append(',').append(placeholder(0));
        }
        socket.sendText("451-/orders,1[\"no_such_event\"," + many + "]");
        socket.send(RawSocket.frame(RawSocket.LAST | RawSocket.BINARY, new byte[60_000]));
        assertEquals(POLICY, socket.closeCode());
        assertOthersAreServed();
    }

    /**
     * CVE-2026-48779: a message in countless fragments, each of which costs more than it brings.
     * Where the container gathers fragments by itself, only the heartbeat ends it (1000); Open
     * Liberty minds empty ones by itself (1002, 1007).
     */
    @Test
    void aMessageMayNotComeInCountlessFragments() throws Exception {
        List<RawSocket> sent =
                List.of(
                        inCountlessFragments(inOrders(), RawSocket.TEXT, 1),
                        inCountlessFragments(inOrders(), RawSocket.BINARY, 1),
                        inCountlessFragments(inOrders(), RawSocket.TEXT, 0),
                        inCountlessFragments(inChat(), RawSocket.TEXT, 1),
                        inCountlessFragments(inChat(), RawSocket.BINARY, 1),
                        inCountlessFragments(inChat(), RawSocket.BINARY, 0));
        // All of them wait for the heartbeat at the same time.
        for (int i = 0; i < sent.size(); i++) {
            int code = sent.get(i).closeCode();
            assertTrue(
                    List.of(1009, 1006, 1000, 1002, 1007).contains(code),
                    i + " is closed with " + code);
        }
    }

    private RawSocket inChat() throws Exception {
        return dial().webSocket("/ws/chat?token=" + TestUser.on(server).token());
    }

    private RawSocket inCountlessFragments(RawSocket socket, int opcode, int size)
            throws Exception {
        ByteArrayOutputStream fragments = new ByteArrayOutputStream();
        fragments.writeBytes(RawSocket.frame(opcode, "4".repeat(size).getBytes()));
        for (int i = 0; i < 10_000; i++) {
            fragments.writeBytes(
                    RawSocket.frame(RawSocket.CONTINUATION, "x".repeat(size).getBytes()));
        }
        Vitals before = Vitals.atRest(server);
        socket.send(fragments.toByteArray());
        assertOthersAreServed();
        assertTrue(Vitals.atRest(server).memory() < before.memory() + 16 * MEBIBYTE);
        return socket;
    }

    /** Open Liberty keeps a buffer of 8 KiB for each piece of a frame that it reads. */
    @ParameterizedTest
    @ValueSource(ints = {RawSocket.TEXT, RawSocket.BINARY})
    void aFrameMayNotComeByteByByte(int opcode) throws Exception {
        RawSocket socket = inOrders();
        Vitals before = Vitals.atRest(server);
        try {
            socket.send(RawSocket.header(RawSocket.LAST | opcode, MAX_PAYLOAD - 1));
            for (int i = 0; i < 20_000; i++) {
                socket.send("4");
            }
        } catch (IOException ended) {
            // By the server.
        }
        assertOthersAreServed();
        assertTrue(Vitals.atRest(server).memory() < before.memory() + 16 * MEBIBYTE);
    }

    /** CVE-2026-2454: memory for a length that is only declared. */
    @Test
    void whatAFrameDeclaresCostsNothingUntilItComes() throws Exception {
        Vitals before = Vitals.atRest(server);
        for (long length : new long[] {1 << 24, Integer.MAX_VALUE, 1L << 32, 1L << 62}) {
            for (int i = 0; i < 20; i++) {
                int opcode = i % 2 == 0 ? RawSocket.TEXT : RawSocket.BINARY;
                engine().send(RawSocket.header(RawSocket.LAST | opcode, length));
            }
        }
        assertOthersAreServed();
        assertTrue(Vitals.atRest(server).memory() < before.memory() + 64 * MEBIBYTE);
    }

    /** CVE-2026-2454, when it does come. */
    @ParameterizedTest
    @ValueSource(longs = {100_000, 100_000_000, 1L << 40})
    void aFrameLargerThanAllowedEndsItsConnectionBeforeItHasFilledTheMemory(long length)
            throws Exception {
        Vitals before = Vitals.atRest(server);
        // After that: whoever joins nothing is closed soon, and with another code.
        RawSocket socket = engine();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            byte[] block = "4".repeat(100_000).getBytes(StandardCharsets.UTF_8);
                            try {
                                socket.send(
                                        RawSocket.header(RawSocket.LAST | RawSocket.TEXT, length));
                                for (long left = Math.min(length, 400_000_000); left > 0; ) {
                                    socket.send(block);
                                    left -= block.length;
                                }
                            } catch (IOException ended) {
                                // By the server.
                            }
                        });
        long end = System.nanoTime() + 2 * RawSocket.DEADLINE.toNanos();
        do {
            assertTrue(System.nanoTime() < end, "it may go on for ever");
            Vitals now = Vitals.atRest(server);
            assertTrue(now.memory() < before.memory() + 32 * MEBIBYTE, before + " -> " + now);
        } while (!endsSoon(writer));
        int code = socket.closeCode();
        assertTrue(List.of(1009, 1006).contains(code), "closed with " + code);
        assertOthersAreServed();
    }

    /** CVE-2026-2454, by polling. */
    @ParameterizedTest
    @ValueSource(longs = {MAX_PAYLOAD + 1, Integer.MAX_VALUE, 1L << 40})
    void aBodyLargerThanAllowedIsRefusedByItsLength(long length) throws Exception {
        RawSocket socket = dial();
        socket.beginPost(session(), length);
        // WildFly itself refuses what is larger than its own limit, with 400.
        int status = RawSocket.status(socket.head());
        assertTrue(status == 413 || status == 400 && length > 10 * MEBIBYTE, "status " + status);
    }

    @Test
    void aBodyLargerThanAllowedIsRefusedThoughItsLengthWasNotDeclared() throws Exception {
        RawSocket socket = dial();
        socket.send(
                "POST "
                        + session()
                        + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n");
        socket.send("4".repeat(0x20000) + "\r\n");
        assertEquals(413, RawSocket.status(socket.head()));
    }

    /** CVE-2024-38355: an error that nobody handles ends the server. */
    @Test
    void anErrorInAHandlerIsAnsweredAndEndsNothing() throws Exception {
        RawSocket socket = inOrders();
        for (String event : List.of("explode", "implode")) {
            socket.sendText("42/orders,1[\"" + event + "\",{}]");
            String answer = socket.next("43/orders,1[");
            assertTrue(answer.contains("\"INTERNAL"), answer);
        }
        // What is an error's own event elsewhere, and kills a process that does not listen to it.
        for (String event : List.of("error", "uncaughtException", "__proto__", "toString")) {
            socket.sendText("42/orders,2[\"" + event + "\",{\"message\":\"x\"}]");
            String answer = socket.next("43/orders,2[");
            assertTrue(answer.contains("\"UNKNOWN_EVENT\""), answer);
        }
        assertOthersAreServed();
    }

    // Who takes his time.

    @Test
    void hundredsOfBodiesThatTrickleKeepNobodyWaiting() throws Exception {
        List<RawSocket> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RawSocket socket = dial();
            socket.beginPost(session(address(i / 100)), 60_000);
            slow.add(socket);
        }
        for (int i = 0; i < 100; i++) {
            // And polls whose answers nobody reads.
            dial().send("GET " + session(address(3)) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        assertTheyEndWhileOthersAreServed(slow);
    }

    /**
     * By themselves, both servers read bodies on a few threads: Undertow those of forms and those
     * that nobody reads, Open Liberty all that somebody reads.
     */
    @Test
    void slowBodiesAtAnyAddressKeepNobodyWaiting() throws Exception {
        String token = "\r\nAuthorization: Bearer " + TestUser.on(server).token();
        String form = "\r\nContent-Type: application/x-www-form-urlencoded";
        String upgrade =
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
        List<String> unread =
                List.of(
                        "GET /ws/chat HTTP/1.1" + form + upgrade,
                        "GET /ws/chat?token=x HTTP/1.1" + form,
                        "GET " + WEBSOCKET + " HTTP/1.1" + form + upgrade,
                        "GET " + POLLING + " HTTP/1.1" + form,
                        "POST " + POLLING + " HTTP/1.1",
                        "POST " + POLLING + "&sid=unknown HTTP/1.1" + form,
                        "OPTIONS " + POLLING + " HTTP/1.1",
                        "POST /socket.io/socket.io.js HTTP/1.1",
                        "POST /socket.io HTTP/1.1" + form,
                        "POST / HTTP/1.1" + form,
                        "GET /index.html HTTP/1.1" + form,
                        "DELETE /nothing/here HTTP/1.1" + form);
        List<String> read =
                List.of(
                        "POST /api/publish HTTP/1.1" + form,
                        "POST " + MESSAGES + " HTTP/1.1\r\nContent-Type: application/json" + token,
                        "PUT /api/users/me HTTP/1.1\r\nContent-Type: application/json",
                        "POST /dev/token HTTP/1.1\r\nContent-Type: application/json");
        // WildFly has 16 workers per core: each kind alone could block all of them. Open Liberty
        // begins with fewer, but adds some while they are blocked.
        int ofEach = 16 * Runtime.getRuntime().availableProcessors() + 8;
        Vitals before = Vitals.of(server);
        List<RawSocket> slow = new ArrayList<>();
        for (int i = 0; i < ofEach; i++) {
            slow.addAll(withSlowBodies(unread, i));
            slow.addAll(withSlowBodies(read, i));
            slow.addAll(withSlowBodies(read, i + 1));
        }
        assertOthersAreServed();
        Vitals meanwhile = Vitals.of(server);
        assertTrue(
                meanwhile.threads() < before.threads() + 2 * MORE_THAN_THREADS,
                slow.size() + " slow bodies: " + before + " -> " + meanwhile);
        assertTheyEndWhileOthersAreServed(slow);
    }

    private List<RawSocket> withSlowBodies(List<String> heads, int number) throws IOException {
        String body =
                number % 2 == 1
                        ? "Transfer-Encoding: chunked\r\n\r\n8000\r\n"
                        : "Content-Length: 30000\r\n\r\n";
        List<RawSocket> begun = new ArrayList<>();
        for (String head : heads) {
            RawSocket socket = dial();
            socket.send(head + "\r\nHost: x\r\n" + body);
            begun.add(socket);
        }
        return begun;
    }

    /** Bodies that are not complete: of a polling client, and of one that uses REST. */
    @ParameterizedTest
    @ValueSource(strings = {POLLING, MESSAGES})
    void bodiesOfOneAddressLeaveMemoryForOthers(String path) throws Exception {
        String token = TestUser.on(server).token();
        List<RawSocket> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String target = path.equals(POLLING) ? session(address(1)) : path;
            sent.add(beginBody(target, address(1), token, 60_000));
        }
        long end = System.nanoTime() + RawSocket.DEADLINE.toNanos();
        while (sent.stream().noneMatch(HostileIT::isRefused)) {
            assertTrue(System.nanoTime() < end, "one address may fill the memory");
        }
        RawSocket other = beginBody(MESSAGES, address(2), token, 60_000);
        other.send("x".repeat(5_000));
        // It is no JSON.
        assertEquals(400, RawSocket.status(other.head()));
    }

    /** Sends a request without the last 5,000 bytes of its body. */
    private RawSocket beginBody(String path, String address, String token, int length)
            throws IOException {
        RawSocket socket = dial();
        socket.send(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: "
                        + address
                        + "\r\nAuthorization: Bearer "
                        + token
                        + "\r\nContent-Type: "
                        + (path.startsWith("/api") ? "application/json" : "text/plain")
                        + "\r\nContent-Length: "
                        + length
                        + "\r\n\r\n"
                        + "x".repeat(length - 5_000));
        return socket;
    }

    private static boolean isRefused(RawSocket socket) {
        try {
            return socket.hasAnswer() && RawSocket.status(socket.head()) == 503;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Writes byte by byte until the server has ended each request, with or without a response. */
    private void assertTheyEndWhileOthersAreServed(List<RawSocket> slow) throws Exception {
        assertOthersAreServed();
        long end = System.nanoTime() + 2 * RawSocket.DEADLINE.toNanos();
        while (!slow.isEmpty()) {
            assertTrue(System.nanoTime() < end, slow.size() + " bodies may go on for ever");
            slow.removeIf(HostileIT::hasEnded);
            assertOthersAreServed();
        }
    }

    private static boolean hasEnded(RawSocket socket) {
        try {
            if (socket.hasAnswer()) {
                return true;
            }
            socket.send("4");
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    @Test
    void whoNeverReadsTheAnswersOfItsPollsIsGivenUp() throws Exception {
        String session = session();
        String connect = "40/orders,{\"token\":\"" + TestUser.on(server).token() + "\"}";
        post(session, connect);
        RawSocket polls = keep(RawSocket.withSmallBuffer(server));
        String parcel = "x".repeat(50_000);
        String event = "42/orders,[\"return_parcel\",{\"label\":\"" + parcel + "\",\"content\":1}]";
        int status = 200;
        long end = System.nanoTime() + RawSocket.DEADLINE.toNanos();
        while (status == 200) {
            assertTrue(System.nanoTime() < end, "it may go on for ever");
            try {
                polls.send("GET " + session + " HTTP/1.1\r\nHost: x\r\n\r\n");
            } catch (IOException gone) {
                // The server has given up the connection; the session is about to end.
            }
            status = post(session, event);
        }
        assertEquals(400, status);
        assertOthersAreServed();
    }

    /** Each response is larger than the buffers of its connection. */
    @Test
    void pollsWhoseAnswersNobodyReadsHoldNoThread() throws Exception {
        String event =
                "451-/orders,[\"return_parcel\",{\"label\":\""
                        + "x".repeat(60_000)
                        + "\",\"content\":"
                        + placeholder(0)
                        + "}]\u001ebAAAA";
        for (int i = 0; i < 2 * MORE_THAN_THREADS; i++) {
            String session = session();
            String token = TestUser.on(server).token();
            try (RawSocket posts = RawSocket.dial(server)) {
                post(posts, session, "40/orders,{\"token\":\"" + token + "\"}");
                String answer = posts.get(session);
                assertTrue(answer.startsWith("40/orders,{"), answer);
                for (int j = 0; j < 15; j++) {
                    assertEquals(200, post(posts, session, event));
                }
            }
            RawSocket poll = keep(RawSocket.withSmallBuffer(server));
            poll.send("GET " + session + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        assertOthersAreServed();
    }

    @Test
    void whoDoesNotWaitForTheAnswersOfItsPostsIsRefused() throws Exception {
        String session = session();
        post(dial(), session, "40/orders,{\"token\":\"" + TestUser.on(server).token() + "\"}");
        dial().get(session);
        String held = "42/orders,[\"hold\",{\"ballast\":\"x\"}]";
        String batch = String.join("\u001e", java.util.Collections.nCopies(40, held));
        boolean refused = false;
        List<RawSocket> posts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RawSocket socket = dial();
            byte[] bytes = batch.getBytes(StandardCharsets.UTF_8);
            socket.beginPost(session, bytes.length);
            socket.send(bytes);
            posts.add(socket);
        }
        for (RawSocket socket : posts) {
            refused |= RawSocket.status(socket.head()) == 400;
        }
        assertTrue(refused);
        assertEquals(400, post(dial(), session, "3"));
        assertOthersAreServed();
    }

    // Who comes in numbers.

    @Test
    void tenThousandHandshakesThatNeverGoOnAreRefusedAndForgotten() throws Exception {
        Vitals before = Vitals.atRest(server);
        AtomicLong refused = new AtomicLong();
        CompletableFuture<Void> polls = CompletableFuture.runAsync(() -> begin(5_000, refused));
        for (int i = 0; i < 5_000; i++) {
            RawSocket socket = RawSocket.dial(server);
            int status = socket.requestWebSocket(WEBSOCKET);
            if (status == 101) {
                keep(socket);
            } else {
                assertEquals(503, status);
                refused.incrementAndGet();
                socket.close();
            }
            if (i % 500 == 0) {
                // Those that were judged at the same moment may be let in together.
                assertTrue(Vitals.of(server).connections() <= MAX_CONNECTIONS + 50);
            }
        }
        polls.get(2, TimeUnit.MINUTES);
        assertTrue(refused.get() > 0);
        Vitals after = Vitals.whenAllAreGone(server);
        assertTrue(after.memory() < before.memory() + 32 * MEBIBYTE, before + " -> " + after);
        assertOthersAreServed();
    }

    /** Connects through a trusted proxy, which the loopback address is by default. */
    @Test
    void hundredsOfConnectionsOfOneAddressLeaveRoomForOthers() throws Exception {
        int opened = 0;
        while (handshake(WEBSOCKET, address(1)) == 101) {
            opened++;
            assertTrue(opened <= MAX_UNJOINED, "no limit");
        }
        assertTrue(opened >= MAX_PER_ADDRESS, "only " + opened);
        assertEquals(101, handshake(WEBSOCKET, address(2)));
        assertOthersAreServed();
    }

    /** Each WebSocket is a second transport of its client until the client confirms the upgrade. */
    @Test
    void upgradesThatAreNeverConfirmedCountLikeConnections() throws Exception {
        String address = address(1);
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < MAX_PER_ADDRESS - 5; i++) {
            sessions.add(session(address));
        }
        int upgraded = 0;
        int status = 101;
        while (status == 101) {
            String session = sessions.get(upgraded);
            status = handshake(session.replace("polling", "websocket"), address);
            upgraded++;
        }
        assertEquals(503, status);
        // The server counts a WebSocket when it opens, shortly after the client has its response.
        assertTrue(upgraded >= 6 && upgraded <= 12, upgraded + " upgrades");
        assertEquals(200, post(dial(), sessions.get(upgraded - 1), "40/chat,{\"token\":\"none\"}"));
    }

    /** The address of a client behind a trusted proxy: the loopback address is one by default. */
    private static String address(int host) {
        return "203.0.113." + host;
    }

    private int handshake(String path, String address) throws IOException {
        return dial().requestWebSocket(path, forwarded(address));
    }

    private static String forwarded(String address) {
        return "X-Forwarded-For: " + address;
    }

    @Test
    void aConnectionThatLeavesItsLastNamespaceIsClosedLikeOneThatNeverJoined() throws Exception {
        RawSocket socket = inOrders();
        socket.sendText("41/orders,");
        RawSocket.Frame frame = socket.next();
        while (frame.opcode() != RawSocket.CLOSE) {
            if (frame.opcode() == RawSocket.TEXT && frame.payload()[0] == '2') {
                socket.sendText("3");
            }
            frame = socket.next();
        }
        assertEquals(POLICY, frame.closeCode());
    }

    private void begin(int handshakes, AtomicLong refused) {
        int left = handshakes;
        while (left > 0) {
            // A server may end a connection after so many requests.
            try (RawSocket socket = RawSocket.dial(server)) {
                while (left > 0) {
                    left--;
                    if (!socket.get(POLLING).startsWith("0{")) {
                        refused.incrementAndGet();
                    }
                }
            } catch (EOFException | SocketException closed) {
                refused.incrementAndGet();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void whoConnectsAndDropsInALoopDoesNotFillTheMemoryWithWhatWaitsForHim() throws Exception {
        Vitals.whenAllAreGone(server);
        TestUser user = TestUser.on(server);
        for (int i = 0; i < 3 * MAX_PER_USER; i++) {
            try (RawSocket socket = RawSocket.dial(server).webSocket(WEBSOCKET)) {
                socket.sendText(RawClient.connect(user));
                socket.next("42/chat,[\"connected\"");
            }
        }
        Vitals now = Vitals.when(server, v -> v.connections() == 0);
        assertTrue(now.sockets() <= MAX_PER_USER + 1, now.toString());
    }

    // Who speaks where nobody listens.

    /**
     * Undertow answers each ping of a WebSocket by itself and queues the answer, whether or not the
     * client reads.
     */
    @ParameterizedTest
    @ValueSource(strings = {WEBSOCKET, "plain"})
    void pingsWithoutEndOfAClientThatNeverReadsFillNoMemory(String door) throws Exception {
        flood(door, RawSocket.frame(RawSocket.LAST | RawSocket.PING, new byte[125]));
    }

    /** Open Liberty writes each pong on the thread that has read the ping. */
    @ParameterizedTest
    @ValueSource(strings = {WEBSOCKET, "plain"})
    void clientsThatPingAndReadNothingHoldNoThread(String door) throws Exception {
        byte[] ping = RawSocket.frame(RawSocket.LAST | RawSocket.PING, new byte[125]);
        List<CompletableFuture<Void>> floods = new ArrayList<>();
        ExecutorService writers = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                RawSocket socket = keep(RawSocket.withSmallBuffer(server).webSocket(path(door)));
                floods.add(
                        CompletableFuture.runAsync(() -> floodUntilClosed(socket, ping), writers));
            }
            for (CompletableFuture<Void> flood : floods) {
                flood.get(5 * RawSocket.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            }
            assertOthersAreServed();
        } finally {
            writers.shutdownNow();
        }
    }

    private String path(String door) throws Exception {
        return door.equals("plain") ? "/ws/chat?token=" + TestUser.on(server).token() : door;
    }

    private static void floodUntilClosed(RawSocket socket, byte[] frame) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            block.writeBytes(frame);
        }
        try {
            while (true) {
                socket.send(block.toByteArray());
            }
        } catch (IOException ended) {
            // By the server.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WEBSOCKET, "plain"})
    void pongsWithoutEndFillNoMemory(String door) throws Exception {
        flood(door, RawSocket.frame(RawSocket.LAST | RawSocket.PONG, new byte[0]));
    }

    @Test
    void packetsThatMeanNothingFillNoMemory() throws Exception {
        flood(WEBSOCKET, RawSocket.frame(RawSocket.LAST | RawSocket.TEXT, new byte[] {'6'}));
    }

    /** Each probe of an upgrade has an answer, which nobody needs to read. */
    @Test
    void endlessProbesEndTheUpgradeButNotTheSession() throws Exception {
        String session = session();
        RawSocket socket = dial().webSocket(session.replace("polling", "websocket"));
        byte[] probe = RawSocket.frame(RawSocket.LAST | RawSocket.TEXT, "2probe".getBytes());
        ByteArrayOutputStream probes = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            probes.writeBytes(probe);
        }
        socket.send(probes.toByteArray());
        int answers = 0;
        try {
            RawSocket.Frame frame = socket.next();
            while (frame.opcode() != RawSocket.CLOSE) {
                answers++;
                frame = socket.next();
            }
        } catch (EOFException | SocketException closed) {
            // By the server, too.
        }
        assertTrue(answers <= 3, answers + " answers");
        assertEquals(200, post(dial(), session, "40/chat,{\"token\":\"none\"}"));
    }

    /**
     * Writes the frame over and over, until the server ends the connection or so many were written.
     */
    private void flood(String door, byte[] frame) throws Exception {
        RawSocket socket = keep(RawSocket.withSmallBuffer(server).webSocket(path(door)));
        Vitals before = Vitals.atRest(server);
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            block.writeBytes(frame);
        }
        byte[] bytes = block.toByteArray();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                for (int i = 0; i < 300; i++) {
                                    socket.send(bytes);
                                }
                            } catch (IOException ended) {
                                // By the server, since its own ping is not answered.
                            }
                        });
        long end = System.nanoTime() + 5 * RawSocket.DEADLINE.toNanos();
        do {
            assertTrue(System.nanoTime() < end, "it may go on for ever");
            assertOthersAreServed();
            Vitals now = Vitals.atRest(server);
            assertTrue(now.memory() < before.memory() + 64 * MEBIBYTE, before + " -> " + now);
        } while (!endsSoon(writer));
    }

    /** Waits a little, since each look at the memory costs two collections of the garbage. */
    private static boolean endsSoon(CompletableFuture<Void> writer) throws Exception {
        try {
            writer.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Begins a session by polling; answers the address of its requests. */
    private String session() throws IOException {
        return session(address(0));
    }

    /** The same, from an address behind the trusted proxy. */
    private String session(String address) throws IOException {
        try (RawSocket socket = RawSocket.dial(server)) {
            return socket.pollingSession(forwarded(address));
        }
    }

    /** The same on a connection of its own: the server ends one after a hundred requests. */
    private int post(String session, String packets) throws IOException {
        try (RawSocket socket = RawSocket.dial(server)) {
            return post(socket, session, packets);
        }
    }

    /** Posts some packets; answers the status. */
    private static int post(RawSocket socket, String session, String packets) throws IOException {
        byte[] bytes = packets.getBytes(StandardCharsets.UTF_8);
        socket.beginPost(session, bytes.length);
        socket.send(bytes);
        String head = socket.head();
        socket.body(head);
        return RawSocket.status(head);
    }

    /**
     * More clients than threads, and more responses than the buffers of a connection hold. One of
     * their users reads on another connection: the pages that nobody reads are given up.
     */
    @Test
    void clientsThatDoNotReadTheirResponsesHoldUpNobody() throws Exception {
        TestUser host = TestUser.on(server);
        String path = "/api/rooms/" + TestUser.unique("room") + "/messages";
        fill(host, path);
        TestUser idler = TestUser.on(server);
        for (int i = 0; i < 100; i++) {
            TestUser user = i < 20 ? idler : TestUser.on(server);
            RawSocket reader = keep(RawSocket.withSmallBuffer(server));
            reader.send(reader.request(path + "?limit=100", user.token()).repeat(25));
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(200, request("/api/rooms", host).statusCode());
            assertEquals(200, request(path + "?limit=100", host).statusCode());
        }
        assertOthersAreServed();
        assertEquals(200, request(path + "?limit=100", idler).statusCode());
    }

    /** More clients than threads, and more responses than the buffers of a connection hold. */
    @Test
    void clientsThatDoNotReadTheirFilesHoldUpNobody() throws Exception {
        String request = "GET /socket.io/socket.io.js.map HTTP/1.1\r\nHost: x\r\n\r\n";
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            RawSocket reader = keep(RawSocket.withSmallBuffer(server));
            reader.send(request.repeat(25));
        }
        try (RawSocket other = RawSocket.dial(server)) {
            assertTrue(other.get("/index.html").startsWith("<!doctype html>"));
        }
        assertOthersAreServed();
    }

    @Test
    void aConnectionEndsAfterAHundredRequests() throws Exception {
        RawSocket socket = dial();
        socket.send("GET /index.html HTTP/1.1\r\nHost: x\r\n\r\n".repeat(150));
        int answers = 0;
        try {
            while (true) {
                socket.body(socket.head());
                answers++;
            }
        } catch (EOFException | SocketException closed) {
            assertEquals(100, answers);
        }
    }

    private void fill(TestUser host, String path) throws Exception {
        String room = path.split("/")[3];
        try (RawClient client = RawClient.inChat(server, host)) {
            client.send("42/chat,1[\"join_room\",\"" + room + "\"]");
            client.next("43/chat,1[{");
        }
        String body = "{\"text\":\"" + "\u2603".repeat(1_000) + "\"}";
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    201,
                    Http.send(to(path, host).POST(BodyPublishers.ofString(body))).statusCode());
        }
    }

    private HttpResponse<String> request(String path, TestUser user) throws Exception {
        return Http.send(to(path, user));
    }

    private HttpRequest.Builder to(String path, TestUser user) {
        return HttpRequest.newBuilder(URI.create(server.toString()).resolve(path))
                .header("Authorization", "Bearer " + user.token())
                .header("Content-Type", "application/json");
    }
}
