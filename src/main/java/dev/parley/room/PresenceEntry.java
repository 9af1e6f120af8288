package dev.parley.room;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeBoolean(left);
            out.writeInt(connections);
            out.writeUTF(username);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IllegalArgumentException if it is of a version that this node does not know
     */
    static PresenceEntry fromBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("Presence of version " + version);
            }
            boolean left = in.readBoolean();
            int connections = in.readInt();
            return new PresenceEntry(connections, left, in.readUTF());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
