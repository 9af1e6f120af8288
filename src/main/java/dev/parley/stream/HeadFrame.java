package dev.parley.stream;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;

/** The position that a room's stream has reached, for the other nodes. Immutable. */
record HeadFrame(String roomId, Position position) {

    private static final int VERSION = 1;

    byte[] toBytes() {
        return new ByteWriter(VERSION)
                .text(roomId)
                .text(position.epoch())
                .longInteger(position.rev())
                .toBytes();
    }

    /**
     * @throws IllegalArgumentException if the bytes are not a position, or if this node does not
     *     know its version
     */
    static HeadFrame fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        return new HeadFrame(in.text(), new Position(in.text(), in.longInteger()));
    }
}
