package dev.parley.cluster;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The value of a key as it is in the cache, with its round. Whenever other nodes may have missed
 * something, a node writes all its entries again with the next round; entries of earlier rounds are
 * void. Immutable.
 */
record Word(int round, byte[] value) {

    /** The entry that announces a round. */
    static Word ofRound(int round) {
        return new Word(round, new byte[0]);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(Integer.BYTES + value.length).putInt(round).put(value).array();
    }

    static Word fromBytes(byte[] bytes) {
        int start = Math.min(Integer.BYTES, bytes.length);
        return new Word(round(bytes), Arrays.copyOfRange(bytes, start, bytes.length));
    }

    /** Returns the round; less than any, so that the entry is void, if the bytes are malformed. */
    static int round(byte[] bytes) {
        return bytes.length < Integer.BYTES ? Integer.MIN_VALUE : ByteBuffer.wrap(bytes).getInt();
    }
}
