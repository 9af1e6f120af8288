package dev.parley.bench.load;

import dev.parley.bench.check.Faults;
import dev.parley.bench.check.RoomLedger;
import dev.parley.bench.check.Stamp;
import dev.parley.bench.check.StreamCheck;
import dev.parley.bench.client.Bytes;
import dev.parley.bench.client.JsonObjects;
import dev.parley.bench.measure.Latency;

/** What the clients of a run received, with latencies. Only for the loop's thread. */
final class Deliveries {

    private static final byte[] SEQ = Bytes.ascii("\"seq\":");
    private static final byte[] MESSAGES = Bytes.ascii("\"messages\":[");

    private final Layout layout;
    private final StreamCheck[] streams;
    private final RoomLedger[] ledgers;
    private final Latency latency = new Latency();
    private long unreadable;

    Deliveries(Layout layout) {
        this.layout = layout;
        streams = new StreamCheck[layout.clients()];
        ledgers = new RoomLedger[layout.rooms()];
        for (int room = 0; room < ledgers.length; room++) {
            ledgers[room] = new RoomLedger(room);
        }
    }

    /** A client has joined its room and receives everything after {@code lastSeq}. */
    void joined(int client, long lastSeq) {
        streams[client] = new StreamCheck(lastSeq);
    }

    /** The last message that a client has; 0 if it never joined. */
    long last(int client) {
        return streams[client] == null ? 0 : streams[client].last();
    }

    /** A message arrived in an event. */
    void live(int client, byte[] bytes, int from, int to, long now) {
        // Messages before the acknowledgement of the join are covered by its lastSeq.
        if (streams[client] == null) {
            return;
        }
        int at = message(client, bytes, from, to);
        if (at >= 0 && Stamp.isMeasured(Stamp.keyAt(bytes, at))) {
            latency.record(Stamp.nanosAt(bytes, at), now);
        }
    }

    /** Missed messages arrived in the acknowledgement of a join, oldest first. */
    void missed(int client, byte[] bytes, int from, int to) {
        eachMessage(bytes, from, to, (start, end) -> message(client, bytes, start, end));
    }

    /** How many messages are in the answer to a join. */
    static int messagesIn(byte[] bytes, int from, int to) {
        int[] count = new int[1];
        eachMessage(bytes, from, to, (start, end) -> count[0]++);
        return count[0];
    }

    private static void eachMessage(byte[] bytes, int from, int to, JsonObjects.Visitor visitor) {
        int at = Bytes.indexOf(bytes, from, to, MESSAGES);
        if (at >= 0) {
            JsonObjects.each(bytes, at + MESSAGES.length - 1, to, visitor);
        }
    }

    /** Checks a message; returns the index of its stamp, or -1. */
    private int message(int client, byte[] bytes, int from, int to) {
        long seq = Bytes.numberAfter(bytes, from, to, SEQ);
        int at = Stamp.find(bytes, from, to);
        if (seq < 0 || at < 0) {
            unreadable++;
            return -1;
        }
        streams[client].accept(seq);
        ledgers[layout.roomOf(client)].delivered(seq, Stamp.keyAt(bytes, at));
        return at;
    }

    void acked(int client, long seq, long key) {
        ledgers[layout.roomOf(client)].acked(seq, key);
    }

    /** Returns whether every client has received all known messages. */
    boolean areComplete() {
        for (int client = 0; client < streams.length; client++) {
            if (streams[client] != null
                    && streams[client].last() < ledgers[layout.roomOf(client)].last()) {
                return false;
            }
        }
        return true;
    }

    /** The faults of all clients that have joined. */
    Faults faults() {
        Faults faults = new Faults(0, 0, 0, unreadable);
        for (RoomLedger ledger : ledgers) {
            faults = faults.plus(ledger.faults());
        }
        for (int client = 0; client < streams.length; client++) {
            if (streams[client] != null) {
                long last = ledgers[layout.roomOf(client)].last();
                faults = faults.plus(streams[client].faults(last));
            }
        }
        return faults;
    }

    /** The faults of one client. */
    Faults faults(int client) {
        return streams[client] == null
                ? Faults.NONE
                : streams[client].faults(ledgers[layout.roomOf(client)].last());
    }

    /** Excludes a client from the checks, because it is not meant to keep up. */
    void excuse(int client) {
        streams[client] = null;
    }

    long received() {
        long sum = 0;
        for (StreamCheck stream : streams) {
            sum += stream == null ? 0 : stream.received();
        }
        return sum;
    }

    Latency latency() {
        return latency;
    }
}
