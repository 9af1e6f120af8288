package dev.parley.harness.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that try to stop or fill a server, many at once and of all kinds, from eight addresses
 * behind a trusted proxy. Each attack ends when the server ends its connection, or after {@link
 * RawSocket#DEADLINE}.
 */
public final class HostileClients {

    /** One kind of attack. */
    private interface Attack {
        void run() throws Exception;
    }

    private static final int ADDRESSES = 8;
    private static final int CLIENTS = 48;
    private static final int MOST_UNREAD = 60;
    private static final String WEBSOCKET = "/socket.io/?" + RawClient.QUERY;
    private static final List<String> ANYWHERE =
            List.of(
                    "POST / HTTP/1.1",
                    "GET /ws/chat HTTP/1.1",
                    "POST " + RawSocket.POLLING + " HTTP/1.1",
                    "POST /api/publish HTTP/1.1\r\nContent-Type: application/json",
                    "PUT /api/users/me HTTP/1.1\r\nContent-Type: application/json",
                    "POST /dev/token HTTP/1.1\r\nContent-Type: application/json",
                    "DELETE /nothing HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded");
    private static final List<String> NONSENSE =
            List.of(
                    "42/chat,1[\"send_message\",{\"roomId\":7}]",
                    "42/chat,2[\"join_room\",{\"roomId\":\"<script>alert(1)</script>\"}]",
                    "42/chat,3[\"no_such_event\",[[[[[[]]]]]]]",
                    "42/chat,4[\"get_history\",{\"roomId\":\"none\",\"limit\":-1}]",
                    "42/chat,[\"typing\",null]",
                    "42/chat,5[\"edit_message\",{\"messageId\":\"\\u0000\",\"text\":\"x\"}]",
                    "42/chat,6[\"send_message\",{\"roomId\":\"siege\",\"text\":\"\\u200b\"}]");

    private final URL server;
    private final List<TestUser> users;
    private final Map<String, Attack> attacks =
            Map.ofEntries(
                    Map.entry("slow body", this::slowBody),
                    Map.entry("slow head", this::slowHead),
                    Map.entry("silence after the handshake", this::silence),
                    Map.entry("answers that nobody reads", this::deaf),
                    Map.entry("files that nobody reads", this::files),
                    Map.entry("pings that nobody reads", this::pings),
                    Map.entry("malformed frames", this::malformed),
                    Map.entry("a frame that never ends", this::endlessFrame),
                    Map.entry("fragments without end", this::fragments),
                    Map.entry("connections that drop", this::drops),
                    Map.entry("invalid tokens", this::tokens),
                    Map.entry("sessions that never go on", this::sessions),
                    Map.entry("upgrades that are never confirmed", this::upgrades),
                    Map.entry("events that are refused", this::refusals),
                    Map.entry("requests that are refused", this::requests));
    private final Queue<RawSocket> unread = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> unended = new ConcurrentSkipListMap<>();

    /**
     * @param users who attack with a token; few, since each leaves a row in the database
     */
    public HostileClients(URL server, List<TestUser> users) {
        this.server = server;
        this.users = users;
    }

    /** Returns how many attacks there were, by kind. */
    public Map<String, LongAdder> counts() {
        return counts;
    }

    /** Returns how many attacks the server neither answered nor ended, by kind. */
    public Map<String, LongAdder> unended() {
        return unended;
    }

    /** Attacks for so long, and waits until the last attack is over. */
    public void run(Duration time) throws InterruptedException, IOException {
        long end = System.nanoTime() + time.toNanos();
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        try {
            for (int i = 0; i < CLIENTS; i++) {
                // At a fixed rate: the server's resilience is tested, not the machine's power.
                clients.scheduleAtFixedRate(this::attack, i * 25L, 1_200, TimeUnit.MILLISECONDS);
            }
            Thread.sleep(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        } finally {
            clients.shutdown();
            clients.awaitTermination(4 * RawSocket.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            for (RawSocket socket : unread) {
                socket.close();
            }
        }
    }

    private void attack() {
        List<Map.Entry<String, Attack>> kinds = List.copyOf(attacks.entrySet());
        Map.Entry<String, Attack> attack = kinds.get(random().nextInt(kinds.size()));
        try {
            attack.getValue().run();
            count(counts, attack.getKey());
        } catch (SocketTimeoutException e) {
            count(unended, attack.getKey());
        } catch (IOException e) {
            // The server has ended the connection, as it should.
            count(counts, attack.getKey());
        } catch (Exception e) {
            count(unended, attack.getKey() + ": " + e);
        }
    }

    private static void count(Map<String, LongAdder> table, String key) {
        table.computeIfAbsent(key, k -> new LongAdder()).increment();
    }

    private static Random random() {
        return ThreadLocalRandom.current();
    }

    private TestUser user() {
        return users.get(random().nextInt(users.size()));
    }

    private static String address() {
        return "X-Forwarded-For: 203.0.113." + random().nextInt(ADDRESSES);
    }

    private static byte[] text(String text) {
        return RawSocket.frame(RawSocket.LAST | RawSocket.TEXT, text.getBytes());
    }

    /** Writes something again and again until the server ends the connection. */
    private static void repeat(RawSocket socket, byte[] bytes, int most) throws IOException {
        for (int i = 0; i < most && !socket.hasAnswer(); i++) {
            socket.send(bytes);
        }
    }

    private static void readToTheEnd(RawSocket socket) throws IOException {
        // Throws when the connection is closed, or at the deadline.
        while (socket.next().opcode() != RawSocket.CLOSE) {
            // Reads on.
        }
    }

    private void slowBody() throws IOException {
        String head = ANYWHERE.get(random().nextInt(ANYWHERE.size()));
        try (RawSocket socket = RawSocket.dial(server)) {
            socket.send(
                    head + "\r\nHost: x\r\n" + address() + "\r\nContent-Length: 30000\r\n\r\nxxx");
            socket.head();
        }
    }

    private void slowHead() throws IOException {
        try (RawSocket socket = RawSocket.dial(server)) {
            socket.send("GET " + RawSocket.POLLING + " HTTP/1.1\r\nHost: x\r\nX-Long: ");
            socket.send("a".repeat(random().nextInt(200_000)));
            socket.head();
        }
    }

    private void silence() throws IOException {
        try (RawSocket socket = RawSocket.dial(server).webSocket(WEBSOCKET, address())) {
            if (random().nextBoolean()) {
                socket.sendText(RawClient.connect(user()));
            }
            readToTheEnd(socket);
        }
    }

    private void deaf() throws IOException {
        try (RawSocket socket = RawSocket.withSmallBuffer(server).webSocket(WEBSOCKET, address())) {
            socket.sendText(RawClient.connect(user()));
            byte[] ask = text("42/chat,9[\"get_rooms\",{}]");
            for (int i = 0; i < 5_000; i++) {
                socket.send(ask);
            }
            readToTheEnd(socket);
        }
    }

    private void files() throws IOException {
        RawSocket socket = RawSocket.withSmallBuffer(server);
        unread.add(socket);
        String head = "GET /socket.io/socket.io.js.map HTTP/1.1\r\nHost: x\r\n" + address();
        // More than the buffers of a connection hold.
        socket.send((head + "\r\n\r\n").repeat(25));
        RawSocket oldest = unread.size() > MOST_UNREAD ? unread.poll() : null;
        if (oldest != null) {
            oldest.close();
        }
    }

    private void pings() throws IOException {
        try (RawSocket socket = RawSocket.withSmallBuffer(server).webSocket(WEBSOCKET, address())) {
            byte[] ping = RawSocket.frame(RawSocket.LAST | RawSocket.PING, new byte[125]);
            for (int i = 0; i < 20_000; i++) {
                socket.send(ping);
            }
            readToTheEnd(socket);
        }
    }

    private void malformed() throws InterruptedException {
        new Fuzzer(server, users.subList(0, 4), 200, 5).run(random().nextLong());
    }

    private void endlessFrame() throws IOException {
        try (RawSocket socket = RawSocket.dial(server).webSocket(WEBSOCKET, address())) {
            socket.send(RawSocket.header(RawSocket.LAST | RawSocket.TEXT, 1L << 40));
            repeat(socket, new byte[8_192], 200);
            readToTheEnd(socket);
        }
    }

    private void fragments() throws IOException {
        try (RawSocket socket = RawSocket.dial(server).webSocket(WEBSOCKET, address())) {
            socket.send(RawSocket.frame(RawSocket.TEXT, "4".getBytes()));
            byte[] next = RawSocket.frame(RawSocket.CONTINUATION, "x".getBytes());
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int i = 0; i < 500; i++) {
                many.writeBytes(next);
            }
            repeat(socket, many.toByteArray(), 40);
            readToTheEnd(socket);
        }
    }

    private void drops() throws IOException {
        for (int i = 0; i < 10; i++) {
            try (RawSocket socket = RawSocket.dial(server).webSocket(WEBSOCKET, address())) {
                socket.sendText(RawClient.connect(user()));
                socket.next("42/chat,[\"connected\"");
                socket.sendText("42/chat,1[\"join_room\",{\"roomId\":\"siege\"}]");
            }
        }
    }

    private void tokens() throws IOException {
        try (RawSocket socket = RawSocket.dial(server).webSocket(WEBSOCKET, address())) {
            for (int i = 0; i < 50; i++) {
                String token =
                        "eyJhbGciOiJSUzI1NiIsImtpZCI6Im"
                                + random().nextInt(10_000_000)
                                + "ifQ.e30.x";
                socket.sendText("40/chat,{\"token\":\"" + token + "\"}");
                socket.next("44/chat,");
            }
        }
    }

    private String session() throws IOException {
        try (RawSocket socket = RawSocket.dial(server)) {
            return socket.pollingSession(address());
        }
    }

    private void sessions() throws IOException {
        for (int i = 0; i < 30; i++) {
            session();
        }
    }

    private void upgrades() throws IOException {
        String upgrade = session().replace("polling", "websocket");
        try (RawSocket socket = RawSocket.dial(server).webSocket(upgrade, address())) {
            repeat(socket, text("2probe"), 3);
            readToTheEnd(socket);
        }
    }

    private void refusals() throws IOException {
        try (RawSocket socket = RawSocket.dial(server).webSocket(WEBSOCKET, address())) {
            socket.sendText(RawClient.connect(user()));
            for (int i = 0; i < 300; i++) {
                socket.sendText(NONSENSE.get(random().nextInt(NONSENSE.size())));
            }
            readToTheEnd(socket);
        }
    }

    private void requests() throws IOException {
        byte[] body = "[".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 10; i++) {
            try (RawSocket socket = RawSocket.dial(server)) {
                boolean authorized = random().nextBoolean();
                socket.send(
                        "POST /api/publish HTTP/1.1\r\nHost: x\r\n"
                                + address()
                                + (authorized ? "\r\nAuthorization: Bearer " + user().token() : "")
                                + "\r\nContent-Type: application/json\r\nConnection: close"
                                + "\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n");
                socket.send(body);
                socket.body(socket.head());
            }
        }
    }
}
