package dev.parley.harness.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends malformed frames to a server until there were so many or the time is over, on some
 * connections at once, and counts how the server ends them.
 */
public final class Fuzzer {

    private static final int MAX_BATCHES = 6;
    private static final int MAX_BATCH = 200;

    private final URL server;
    private final List<TestUser> users;
    private final long frames;
    private final long endNanos;
    private final AtomicLong sent = new AtomicLong();
    private final LongAdder connections = new LongAdder();
    private final Map<String, LongAdder> kinds = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> endings = new ConcurrentSkipListMap<>();

    /** What was neither answered nor refused in time. */
    private final Map<String, LongAdder> silences = new ConcurrentSkipListMap<>();

    /**
     * @param users one per worker; each worker keeps one connection open
     */
    public Fuzzer(URL server, List<TestUser> users, long frames, long seconds) {
        this.server = server;
        this.users = users;
        this.frames = frames;
        this.endNanos = System.nanoTime() + seconds * 1_000_000_000;
    }

    /** How many were sent of what breaks the protocol or means nothing, whatever its kind. */
    public long sent() {
        return sent.get();
    }

    /** How many were sent, by door and kind; filler is well formed and not among {@link #sent}. */
    public Map<String, LongAdder> kinds() {
        return kinds;
    }

    public long connections() {
        return connections.sum();
    }

    /** How often connections ended how, by door and code. */
    public Map<String, LongAdder> endings() {
        return endings;
    }

    public Map<String, LongAdder> silences() {
        return silences;
    }

    public void run(long seed) throws InterruptedException {
        Thread[] workers = new Thread[users.size()];
        for (int i = 0; i < workers.length; i++) {
            Worker worker = new Worker(new MalformedFrames(seed + i), users.get(i));
            workers[i] = new Thread(worker, "fuzz-" + i);
            workers[i].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private void sent(String kind, int number) {
        sent.addAndGet(number);
        kinds.computeIfAbsent(kind, k -> new LongAdder()).add(number);
    }

    private static void count(Map<String, LongAdder> table, String key) {
        table.computeIfAbsent(key, k -> new LongAdder()).increment();
    }

    /** Opens one connection after the other. */
    private final class Worker implements Runnable {

        private final MalformedFrames source;
        private final TestUser user;

        /** The beginning of what was sent last, in hexadecimal digits; explains a silence. */
        private String latest = "";

        Worker(MalformedFrames source, TestUser user) {
            this.source = source;
            this.user = user;
        }

        @Override
        public void run() {
            while (sent.get() < frames && System.nanoTime() < endNanos) {
                int kind = source.upTo(10);
                String door = kind < 5 ? "engine" : kind < 8 ? "plain" : "polling";
                try (RawSocket socket = RawSocket.dial(server)) {
                    connections.increment();
                    switch (door) {
                        case "engine" -> engine(socket);
                        case "plain" -> plain(socket);
                        default -> polling(socket);
                    }
                } catch (SocketTimeoutException e) {
                    count(silences, door + " after " + latest);
                } catch (EOFException e) {
                    String told = e.getMessage();
                    count(endings, door + " " + (told == null ? "closed" : told));
                } catch (SocketException e) {
                    count(endings, door + " reset");
                } catch (IOException e) {
                    count(endings, door + " " + e.getMessage());
                }
            }
        }

        private void engine(RawSocket socket) throws IOException {
            socket.webSocket("/socket.io/?" + RawClient.QUERY);
            if (source.upTo(8) > 0) {
                socket.sendText(RawClient.connect(user));
                socket.next("42/chat,[\"connected\"");
                for (int i = source.upTo(MAX_BATCHES); i > 0; i--) {
                    ByteArrayOutputStream batch = new ByteArrayOutputStream();
                    int size = 1 + source.upTo(MAX_BATCH);
                    for (int j = 0; j < size; j++) {
                        batch.writeBytes(source.framed(source.oddPacket()));
                    }
                    sent("engine odd", size);
                    // Whatever those were, the connection answers this, or has ended.
                    batch.writeBytes(source.framed("40/mark" + i + ","));
                    send(socket, batch.toByteArray());
                    socket.next("44/mark" + i + ",");
                }
            }
            sent("engine broken", 1);
            send(
                    socket,
                    source.upTo(2) == 0
                            ? source.brokenFrame()
                            : source.framed(source.brokenPacket()));
            end("engine", socket, RawSocket.frame(RawSocket.LAST | RawSocket.TEXT, new byte[0]));
        }

        private void plain(RawSocket socket) throws IOException {
            socket.webSocket("/ws/chat?token=" + user.token());
            for (int i = source.upTo(MAX_BATCHES); i > 0; i--) {
                ByteArrayOutputStream batch = new ByteArrayOutputStream();
                int size = 1 + source.upTo(9);
                for (int j = 0; j < size; j++) {
                    batch.writeBytes(source.framed(source.oddText()));
                }
                sent("plain odd", size);
                batch.writeBytes(source.framed("{\"event\":\"ping\",\"id\":\"mark" + i + "\"}"));
                send(socket, batch.toByteArray());
                socket.next("{\"id\":\"mark" + i + "\"");
            }
            sent("plain broken", 1);
            send(socket, source.brokenFrame());
            end("plain", socket, RawSocket.frame(RawSocket.LAST | RawSocket.CLOSE, new byte[0]));
        }

        /** Ends a connection that has taken even the last frame with one that it cannot take. */
        private void end(String door, RawSocket socket, byte[] lethal) throws IOException {
            if (source.upTo(5) == 0) {
                // Or it just goes away in the middle of a frame.
                socket.send(RawSocket.header(RawSocket.TEXT, 1_000));
                count(endings, door + " left");
                return;
            }
            socket.send(lethal);
            count(endings, door + " closed with " + socket.closeCode());
        }

        private void polling(RawSocket socket) throws IOException {
            if (source.upTo(3) == 0) {
                sent("polling broken", 1);
                String path = "/socket.io/?" + source.brokenQuery();
                socket.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                count(endings, "polling " + RawSocket.status(socket.head()));
                return;
            }
            String path = socket.pollingSession();
            StringBuilder body = new StringBuilder();
            for (int i = source.upTo(MAX_BATCH); i > 0; i--) {
                body.append("40/no").append(i).append(",\u001e");
                count(kinds, "polling filler");
            }
            body.append(source.brokenPacket());
            sent("polling broken", 1);
            byte[] bytes = body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (source.upTo(5) == 0) {
                // A body that never comes to its end.
                socket.beginPost(path, bytes.length + 1);
                socket.send(bytes);
                count(endings, "polling left");
                return;
            }
            socket.beginPost(path, bytes.length);
            socket.send(bytes);
            String head = socket.head();
            count(endings, "polling " + RawSocket.status(head));
            // Ends the session if the packet did not.
            socket.body(head);
            socket.beginPost(path, 1);
            socket.send("1");
            socket.head();
        }

        private void send(RawSocket socket, byte[] bytes) throws IOException {
            latest = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 40));
            socket.send(bytes);
        }
    }
}
