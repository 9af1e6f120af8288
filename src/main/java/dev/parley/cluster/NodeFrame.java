package dev.parley.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame between nodes. Immutable, as long as the payload is not changed.
 *
 * <p>A message contains a version and one or more frames. A node ignores messages of versions that
 * it does not know.
 *
 * @param question the number of the question that is asked or answered; 0 for none
 */
record NodeFrame(Kind kind, String topic, long question, byte[] payload) {

    enum Kind {
        TELL,
        ASK,
        ANSWER,

        /** The reply to a question that the node cannot answer because it has just started. */
        NO_ANSWER,

        /** The node has started to listen; it has not received earlier questions. */
        LISTENING
    }

    private static final int VERSION = 1;
    private static final int OVERHEAD = 17;

    /** The approximate size in bytes. */
    int size() {
        return payload.length + topic.length() + OVERHEAD;
    }

    static byte[] message(Collection<NodeFrame> frames) {
        int size = frames.stream().mapToInt(NodeFrame::size).sum();
        ByteWriter out = new ByteWriter(VERSION, 1 + size);
        for (NodeFrame frame : frames) {
            out.number(frame.kind.ordinal()).text(frame.topic).longInteger(frame.question);
            out.bytes(frame.payload);
        }
        return out.toBytes();
    }

    /**
     * Reads the frames of kinds that this node knows, and skips those of newer versions.
     *
     * @throws IllegalArgumentException if it is no message, or of another version
     */
    static List<NodeFrame> frames(byte[] message, int offset, int length) {
        ByteReader in = new ByteReader(VERSION, message, offset, length);
        List<NodeFrame> frames = new ArrayList<>();
        while (in.hasMore()) {
            Kind kind = kind(in.number());
            String topic = in.text();
            long question = in.longInteger();
            byte[] payload = in.bytes();
            if (kind != null) {
                frames.add(new NodeFrame(kind, topic, question, payload));
            }
        }
        return frames;
    }

    private static @Nullable Kind kind(int number) {
        boolean known = number >= 0 && number < Kind.values().length;
        return known ? Kind.values()[number] : null;
    }
}
