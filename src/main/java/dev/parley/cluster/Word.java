package dev.parley.cluster;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a node says of a key, as it is in the cache, and when: a node says all anew, in its next
 * round, whenever others may have missed something, and what it said in a former one is void.
 * Immutable.
 */
record Word(int round, byte[] value) {

    /** What a node says of its round itself. */
    static Word ofRound(int round) {
        return new Word(round, new byte[0]);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(Integer.BYTES + value.length).putInt(round).put(value).array();
    }

    static Word fromBytes(byte[] bytes) {
        return new Word(round(bytes), Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
    }

    static int round(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }
}
