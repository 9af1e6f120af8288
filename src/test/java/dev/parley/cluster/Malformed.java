package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Bytes as a broken node may send them: those of a good one with a few changes. */
public final class Malformed {

    private static final int VARIANTS = 20_000;

    private Malformed() {}

    /**
     * Has a decoder read variants of good bytes. Each is either decoded or refused with an {@link
     * IllegalArgumentException}, and takes no more memory than its size allows.
     *
     * @param seed of the changes
     */
    public static void feed(long seed, byte[] good, Consumer<byte[]> decoder) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < VARIANTS; i++) {
            try {
                decoder.accept(variant(good, random));
            } catch (IllegalArgumentException expected) {
                refused++;
            }
        }
        assertTrue(refused > 0, "no variant was malformed");
    }

    private static byte[] variant(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0x7f);
            }
        }
        return bytes;
    }
}
