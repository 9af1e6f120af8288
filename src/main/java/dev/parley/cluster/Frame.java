package dev.parley.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
record Frame(Kind kind, String topic, long question, byte[] payload) {

    enum Kind {
        TELL,
        ASK,
        ANSWER
    }

    private static final int VERSION = 1;
    private static final int OVERHEAD = 16;

    /** About how many bytes it takes. */
    int size() {
        return payload.length + topic.length() + OVERHEAD;
    }

    static byte[] message(Collection<Frame> frames) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(1 + frames.stream().mapToInt(Frame::size).sum());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            for (Frame frame : frames) {
                out.writeByte(frame.kind.ordinal());
                out.writeUTF(frame.topic);
                out.writeLong(frame.question);
                out.writeInt(frame.payload.length);
                out.write(frame.payload);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalArgumentException if it is no message, or of another version
     */
    static List<Frame> frames(byte[] message, int offset, int length) {
        List<Frame> frames = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(message, offset, length))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("A message of version " + version);
            }
            while (in.available() > 0) {
                Kind kind = Kind.values()[in.readByte()];
                String topic = in.readUTF();
                long question = in.readLong();
                byte[] payload = new byte[Math.min(in.readInt(), length)];
                in.readFully(payload);
                frames.add(new Frame(kind, topic, question, payload));
            }
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new IllegalArgumentException("No message of a node", e);
        }
        return frames;
    }
}
