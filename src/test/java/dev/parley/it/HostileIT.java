package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.Http;
import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.RawSocket;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
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
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send what nobody asked for, or come in numbers. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class HostileIT extends HostileTests {

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

    private int handshake(String path, String address) throws IOException {
        return dial().requestWebSocket(path, forwarded(address));
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
}
