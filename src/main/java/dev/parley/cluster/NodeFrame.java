package dev.parley.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One piece of what nodes send each other. Immutable, as long as nobody changes the payload.
 *
 * <p>A message holds one or more frames behind a version; of a version that a node does not know it
 * reads nothing.
 *
 * @param question the number of the question that is asked or answered; 0 where none is
 */
record NodeFrame(Kind kind, String topic, long question, byte[] payload) {

    enum Kind {
        TELL,
        ASK,
        ANSWER,

        /** To a question of which the node knows nothing, as it has just begun. */
        NO_ANSWER,

        /** The node has begun to listen: what it was asked before it has not heard. */
        LISTENING
    }

    private static final int VERSION = 1;
    private static final int OVERHEAD = 17;

    /** About how many bytes it takes. */
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
     * @throws IllegalArgumentException if it is no message, or of another version
     */
    static List<NodeFrame> frames(byte[] message, int offset, int length) {
        ByteReader in = new ByteReader(VERSION, message, offset, length);
        List<NodeFrame> frames = new ArrayList<>();
        while (in.hasMore()) {
            frames.add(new NodeFrame(kind(in.number()), in.text(), in.longInteger(), in.bytes()));
        }
        return frames;
    }

    private static Kind kind(int number) {
        if (number < 0 || number >= Kind.values().length) {
            throw new IllegalArgumentException("A frame of kind " + number);
        }
        return Kind.values()[number];
    }
}
