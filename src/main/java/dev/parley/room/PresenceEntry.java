package dev.parley.room;

import dev.parley.cluster.ByteReader;
import dev.parley.cluster.ByteWriter;

/**
 * A node's entry about one of its users. Immutable.
 *
 * <p>In the caches it has a fixed layout that begins with its version, so that nodes of different
 * versions can work side by side.
 *
 * @param connections how many connections the user has on that node
 * @param left whether the last one was closed on purpose, so that there is no grace time
 * @param username the name to display
 */
record PresenceEntry(int connections, boolean left, String username) {

    private static final int VERSION = 1;

    byte[] toBytes() {
        return new ByteWriter(VERSION, 40).flag(left).integer(connections).text(username).toBytes();
    }

    /**
     * @throws IllegalArgumentException if its version is unknown to this node
     */
    static PresenceEntry fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(VERSION, bytes);
        boolean left = in.flag();
        return new PresenceEntry(in.integer(), left, in.text());
    }
}
