package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.Http;
import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.RawSocket;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.client.Vitals;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send or read slowly, or not at all: no thread waits for them. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SlowClientsIT extends HostileTests {

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

    /**
     * Servers read the rest of a body after its response. The body arrives so fast that no time
     * limit for a single read ends it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /nothing/here HTTP/1.1",
                "POST /index.html HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade",
                "POST /dev/token HTTP/1.1"
            })
    void aBodyHasADeadlineAlsoAfterItsResponse(String head) throws Exception {
        RawSocket socket = dial();
        socket.send(head + "\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n");
        CompletableFuture<Void> ended = new CompletableFuture<>();
        String block = "4".repeat(64 * 1024);
        Thread writer =
                new Thread(
                        () -> {
                            while (takes(block, socket)) {
                                // The server reads.
                            }
                            ended.complete(null);
                        });
        writer.setDaemon(true);
        writer.start();
        long end = System.nanoTime() + 2 * RawSocket.DEADLINE.toNanos();
        while (!ended.isDone()) {
            assertTrue(System.nanoTime() < end, "the body has no deadline");
            assertOthersAreServed();
        }
    }

    private static boolean takes(String text, RawSocket socket) {
        try {
            socket.send(text);
            return true;
        } catch (IOException gone) {
            return false;
        }
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
        while (!isOneRefused(sent)) {
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

    /** Looks at the responses that have come; each of them once. */
    private static boolean isOneRefused(List<RawSocket> sent) throws IOException {
        for (RawSocket socket : List.copyOf(sent)) {
            if (socket.hasAnswer()) {
                sent.remove(socket);
                if (RawSocket.status(socket.head()) == 503) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes byte by byte until the server has ended each request, with or without a response. */
    private void assertTheyEndWhileOthersAreServed(List<RawSocket> slow) throws Exception {
        assertOthersAreServed();
        long end = System.nanoTime() + 2 * RawSocket.DEADLINE.toNanos();
        while (!slow.isEmpty()) {
            assertTrue(System.nanoTime() < end, slow.size() + " bodies may go on for ever");
            slow.removeIf(SlowClientsIT::hasEnded);
            assertOthersAreServed();
        }
    }

    private static boolean hasEnded(RawSocket socket) {
        try {
            return socket.hasAnswer() || !takes("4", socket);
        } catch (IOException gone) {
            return true;
        }
    }

    /** Its socket takes only parts of frames, and pongs come between frames. */
    @Test
    void whatASlowReaderGetsIsWellFormedAndInOrder() throws Exception {
        RawSocket socket = keep(RawSocket.withSmallBuffer(server)).webSocket(WEBSOCKET);
        socket.sendText("40/orders,{\"token\":\"" + TestUser.on(server).token() + "\"}");
        socket.next("40/orders,{\"sid\":");
        String label = "x".repeat(12_000);
        for (int i = 0; i < 25; i++) {
            socket.sendText(
                    "451-/orders,%d[\"return_parcel\",{\"label\":\"%s\",\"content\":%s}]"
                            .formatted(i, label, placeholder(0)));
            socket.send(RawSocket.frame(RawSocket.LAST | RawSocket.BINARY, new byte[1_000]));
            socket.send(RawSocket.frame(RawSocket.LAST | RawSocket.PING, new byte[i]));
        }
        for (int i = 0; i < 25; i++) {
            String ack = socket.next("461-/orders,");
            assertTrue(ack.startsWith("461-/orders," + i + "[{"), ack);
            assertTrue(ack.contains('"' + label + '"'), ack);
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
            assertAnswered(request("/api/rooms", host));
            assertAnswered(request(path + "?limit=100", host));
        }
        assertOthersAreServed();
        assertAnswered(request(path + "?limit=100", idler));
    }

    private static void assertAnswered(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), () -> response.headers() + " " + response.body());
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
