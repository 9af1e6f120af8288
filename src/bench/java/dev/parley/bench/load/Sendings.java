package dev.parley.bench.load;

import dev.parley.bench.check.Stamp;
import dev.parley.bench.client.Bytes;
import dev.parley.bench.client.ChatClient;
import dev.parley.bench.measure.Latency;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the clients of a run sent, and the acknowledgements. {@link #send} is thread-safe; the rest
 * is only for the loop's thread.
 */
final class Sendings {

    private static final byte[] SEQ = Bytes.ascii("\"seq\":");
    private static final byte[] CODE = Bytes.ascii("\"code\":");

    private record Asked(int client, int ack) {}

    private record Sent(long key, long due) {}

    private final Layout layout;
    private final String run;
    private final int textLength;
    private final Deliveries deliveries;
    private final Map<Asked, Sent> unanswered = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Long> refusals = new TreeMap<>();
    private final Latency latency = new Latency();
    private long acked;

    Sendings(Layout layout, String run, int textLength, Deliveries deliveries) {
        this.layout = layout;
        this.run = run;
        this.textLength = textLength;
        this.deliveries = deliveries;
    }

    /** Sends a message to the client's room. */
    void send(ChatClient client, boolean measured, long due) {
        int room = layout.roomOf(client.index());
        long key = Stamp.key(room, measured, numbers.incrementAndGet());
        int ack = client.nextAck();
        unanswered.put(new Asked(client.index(), ack), new Sent(key, due));
        client.emit(
                ack,
                "send_message",
                "{\"roomId\":\""
                        + roomId(room)
                        + "\",\"text\":\""
                        + Stamp.text(key, due, textLength)
                        + "\"}");
    }

    String roomId(int room) {
        return "bench-" + run + "-" + room;
    }

    /** Handles an acknowledgement; returns false if it does not belong to a message. */
    boolean answered(int client, int ack, byte[] bytes, int from, int to, long now) {
        Sent sent = unanswered.remove(new Asked(client, ack));
        if (sent == null) {
            return false;
        }
        long seq = Bytes.numberAfter(bytes, from, to, SEQ);
        if (seq < 0) {
            String code = Bytes.stringAfter(bytes, from, to, CODE);
            refusals.merge(code == null ? "unreadable" : code, 1L, Long::sum);
        } else {
            acked++;
            deliveries.acked(client, seq, sent.key());
            if (Stamp.isMeasured(sent.key())) {
                latency.record(sent.due(), now);
            }
        }
        return true;
    }

    /** Stops waiting for acknowledgements that have not arrived. */
    void beginStep() {
        unanswered.clear();
        latency.reset();
    }

    boolean areAnswered() {
        return unanswered.isEmpty();
    }

    int unanswered() {
        return unanswered.size();
    }

    long sent() {
        return numbers.get();
    }

    long acked() {
        return acked;
    }

    /** Returns how often each error code arrived instead of an acknowledgement. */
    Map<String, Long> refusals() {
        return refusals;
    }

    Latency latency() {
        return latency;
    }
}
