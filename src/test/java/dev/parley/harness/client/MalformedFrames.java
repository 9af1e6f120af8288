package dev.parley.harness.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Makes up what no client of good will sends. The same seed makes the same frames. For one thread.
 *
 * <p>Some of it a server may take in its stride and go on ({@code odd…}), the rest breaks the
 * protocol ({@code broken…}).
 */
public final class MalformedFrames {

    private static final List<String> EVENTS =
            List.of(
                    "join_room",
                    "leave-room",
                    "send_message",
                    "room_message",
                    "message",
                    "typing",
                    "direct_message",
                    "get_history",
                    "mark_read",
                    "room_members",
                    "list_rooms",
                    "online_users",
                    "ping",
                    "error",
                    "exception",
                    "connected",
                    "constructor",
                    "__proto__",
                    "no_such_event",
                    "");
    private static final List<String> FIELDS =
            List.of("roomId", "room", "text", "limit", "since", "epoch", "metadata", "to", "x");
    private static final List<String> LEAVES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "0",
                    "1e400",
                    "1e999999999",
                    "-0.0000001",
                    "99999999999999999999999999",
                    "\"\"",
                    "\"\\ud800\"",
                    "\"\\u0000\"",
                    "\"fuzz\"",
                    "\"💥é\"",
                    "[]",
                    "{}",
                    "{\"_placeholder\":true,\"num\":0}");

    private final Random random;

    public MalformedFrames(long seed) {
        random = new Random(seed);
    }

    public int upTo(int bound) {
        return random.nextInt(bound);
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** JSON that fits no payload, or only by chance. */
    private String json(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 -> "[" + json(depth - 1) + "," + json(depth - 1) + "]";
            case 2, 3 ->
                    "{\"%s\":%s,\"%s\":%s}"
                            .formatted(any(FIELDS), json(depth - 1), any(FIELDS), json(depth - 1));
            default -> any(LEAVES);
        };
    }

    /** A packet of Engine.IO, of a client in {@code /chat}, that need not be its last. */
    public String oddPacket() {
        return switch (random.nextInt(8)) {
            case 0 -> any(List.of("0", "0{}", "3", "3probe", "5", "6", "6x"));
            case 1 -> "43/chat," + random.nextInt(1_000_000) + "[" + json(2) + "]";
            case 2 -> "40/no" + random.nextInt(1_000) + "," + any(List.of("", "{}", "{\"a\":[]}"));
            case 3 -> "42/chat,[" + random.nextInt() / 7.0 + "," + json(2) + "]";
            case 4 ->
                    "42/chat,%d[\"%s\",%s,%s]"
                            .formatted(random.nextInt(9), any(EVENTS), json(2), json(1));
            default -> "42/chat," + random.nextInt(9) + "[\"" + any(EVENTS) + "\"," + json(3) + "]";
        };
    }

    /** A packet that no client may send. */
    public String brokenPacket() {
        return switch (random.nextInt(10)) {
            case 0 -> noise(random.nextInt(40));
            case 1 -> "4" + noise(random.nextInt(40));
            case 2 -> any(List.of("2", "2probe", "7", "bAQI", "b!", "4", "44{}", "41{}", "40[]"));
            case 3 -> "42/chat," + "[".repeat(1 + random.nextInt(5_000));
            case 4 -> "42/chat," + "{\"a\":".repeat(1 + random.nextInt(2_000)) + "1";
            case 5 -> "45" + random.nextInt() + "-/chat,[\"ping\"]";
            case 6 ->
                    "451-/chat,[\"ping\",{\"_placeholder\":true,\"num\":" + random.nextInt() + "}]";
            case 7 -> "42/none" + noise(5) + ",[\"ping\"]";
            case 8 -> "42/chat," + "9".repeat(random.nextInt(60)) + "[null]";
            default -> mutated(oddPacket());
        };
    }

    /** A text of the plain door that need not be the last; nine in a row may be no JSON. */
    public String oddText() {
        return switch (random.nextInt(5)) {
            case 0 ->
                    any(List.of("", "{", "[]", "null", "{\"event\":1}", "{}{}", "\u0000", "[[[["));
            case 1 -> "[".repeat(random.nextInt(3_000));
            case 2 -> mutated(call());
            default -> call();
        };
    }

    private String call() {
        String event = any(EVENTS);
        return switch (random.nextInt(4)) {
            case 0 -> "{\"event\":\"" + event + "\",\"data\":" + json(3) + "}";
            case 1 -> "{\"event\":\"" + event + "\",\"id\":" + json(1) + "}";
            default ->
                    "{\"event\":\"%s\",\"data\":%s,\"id\":%d}"
                            .formatted(event, json(3), random.nextInt(99));
        };
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append((char) (random.nextInt(20) == 0 ? random.nextInt(0xd800) : 32 + upTo(95)));
        }
        return noise.toString();
    }

    private String mutated(String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = 0; i <= random.nextInt(3) && mutated.length() > 1; i++) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, (char) (32 + random.nextInt(95)));
                default -> mutated.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return mutated.toString();
    }

    /** A text as one frame, as several, or with pings and pongs before and between. */
    public byte[] framed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int style = random.nextInt(6);
        if (style > 2 || bytes.length < 2) {
            return RawSocket.frame(RawSocket.LAST | RawSocket.TEXT, bytes);
        }
        int cut = 1 + random.nextInt(bytes.length - 1);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(RawSocket.frame(RawSocket.TEXT, copy(bytes, 0, cut)));
        for (int i = 0; i < style; i++) {
            frames.writeBytes(RawSocket.frame(RawSocket.CONTINUATION, new byte[0]));
            int control = random.nextBoolean() ? RawSocket.PING : RawSocket.PONG;
            frames.writeBytes(RawSocket.frame(RawSocket.LAST | control, noise(9).getBytes()));
        }
        frames.writeBytes(
                RawSocket.frame(
                        RawSocket.LAST | RawSocket.CONTINUATION, copy(bytes, cut, bytes.length)));
        return frames.toByteArray();
    }

    private static byte[] copy(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    /** Bytes that are no WebSocket, or none that may be. */
    public byte[] brokenFrame() {
        byte[] few = noise(1 + random.nextInt(20)).getBytes(StandardCharsets.UTF_8);
        int last = RawSocket.LAST;
        return switch (random.nextInt(10)) {
            // Reserved opcodes and bits.
            case 0 -> RawSocket.frame(last | 3 + random.nextInt(5), few);
            case 1 -> RawSocket.frame(last | 11 + random.nextInt(5), few);
            case 2 -> RawSocket.frame(last | 0x10 << random.nextInt(3) | RawSocket.TEXT, few);
            // Control frames that are too long or in parts.
            case 3 -> RawSocket.frame(last | RawSocket.PING, new byte[126 + random.nextInt(900)]);
            case 4 -> RawSocket.frame(RawSocket.PING, few);
            // The end of a message that never began; a message inside another.
            case 5 -> RawSocket.frame(last | RawSocket.CONTINUATION, few);
            case 6 -> twice(RawSocket.frame(RawSocket.TEXT, few));
            // No UTF-8.
            case 7 -> RawSocket.frame(last | RawSocket.TEXT, new byte[] {(byte) 0xc3, 0x28, 0x34});
            // A close frame of one byte, or with a code that is none.
            case 8 -> RawSocket.frame(last | RawSocket.CLOSE, new byte[1 + random.nextInt(2)]);
            // Not masked.
            default -> new byte[] {(byte) (last | RawSocket.TEXT), 1, '3'};
        };
    }

    private static byte[] twice(byte[] frame) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(frame);
        both.writeBytes(frame);
        return both.toByteArray();
    }

    /** A query of Engine.IO that no client sends. */
    public String brokenQuery() {
        String[] parts = {
            any(List.of("EIO=4", "EIO=3", "EIO=", "EIO", "EIO=4&EIO=5")),
            any(List.of("transport=polling", "transport=websocket", "transport=%70", "transport")),
            any(List.of("sid=x", "sid=", "sid=%00", "t=%zz", "=", "&&", "b64", "%=%", "token=%ff"))
        };
        String query = String.join("&", parts);
        return random.nextInt(3) == 0 ? query.substring(0, upTo(query.length())) : query;
    }
}
