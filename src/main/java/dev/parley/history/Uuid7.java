package dev.parley.history;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Creates UUIDs of version 7 (RFC 9562). They sort by time, so indexes grow at one end. */
public final class Uuid7 {

    private Uuid7() {}

    /**
     * Creates a UUID.
     *
     * @param millis milliseconds since the epoch
     */
    public static String at(long millis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (millis << 16) | 0x7000 | random.nextInt(0x1000);
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Whether {@code text} has the form of an id. */
    public static boolean isUuid(String text) {
        if (text == null || text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            char c = text.charAt(i);
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }
}
