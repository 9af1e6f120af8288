package dev.parley.room;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;

/**
 * What a node says of one of its users: how many connections, and the name. Immutable.
 *
 * <p>In the caches it is a fixed layout that begins with its version, so that nodes of different
 * versions can work side by side.
 *
 * @param connections how many there are
 * @param left whether the last one went on purpose, so that nobody waits for its return
 * @param username the name to show
 */
record PresenceEntry(int connections, boolean left, String username) {

    private static final int VERSION = 1;

    byte[] toBytes() {
        return new ByteWriter(VERSION, 40).flag(left).integer(connections).text(username).toBytes();
    }

    /**
     * @throws IllegalArgumentException if it is of a version that this node does not know
     */
    static PresenceEntry fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        boolean left = in.flag();
        return new PresenceEntry(in.integer(), left, in.text());
    }
}
