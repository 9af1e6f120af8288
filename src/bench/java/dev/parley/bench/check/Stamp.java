package dev.parley.bench.check;

/**
 * What each message of the generator begins with: a key that no other message has, and the time at
 * which it was meant to be sent. So a receiver needs nothing but the message to judge it.
 *
 * <p>The form is {@code #}, the key and the nanoseconds in 16 hexadecimal digits each, {@code #};
 * then dots up to the wanted length. Nothing else that servers send has a {@code #}.
 */
public final class Stamp {

    public static final int LENGTH = 34;

    private static final int DIGITS = 16;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Stamp() {}

    /**
     * A key that is unique within a run.
     *
     * @param room up to 65,535
     * @param measured whether the message counts, or is for warming up
     * @param number counts the messages of the run, from 1: no key is 0
     */
    public static long key(int room, boolean measured, long number) {
        return (long) room << 48 | (measured ? 1L << 47 : 0) | number;
    }

    public static int room(long key) {
        return (int) (key >>> 48);
    }

    public static boolean isMeasured(long key) {
        return (key >>> 47 & 1) == 1;
    }

    /** The text of a message. */
    public static String text(long key, long nanos, int length) {
        StringBuilder text = new StringBuilder(Math.max(length, LENGTH));
        text.append('#');
        hex(text, key);
        hex(text, nanos);
        text.append('#');
        while (text.length() < length) {
            text.append('.');
        }
        return text.toString();
    }

    private static void hex(StringBuilder text, long value) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(HEX[(int) (value >>> shift) & 0xf]);
        }
    }

    /** Where the stamp is in a message, or -1. */
    public static int find(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - LENGTH; i++) {
            if (bytes[i] == '#') {
                return bytes[i + LENGTH - 1] == '#' ? i : -1;
            }
        }
        return -1;
    }

    /** The key of the stamp at {@code at}. */
    public static long keyAt(byte[] bytes, int at) {
        return hexAt(bytes, at + 1);
    }

    /** When the message was meant to be sent. */
    public static long nanosAt(byte[] bytes, int at) {
        return hexAt(bytes, at + 1 + DIGITS);
    }

    private static long hexAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = at; i < at + DIGITS; i++) {
            value = value << 4 | Character.digit(bytes[i], 16);
        }
        return value;
    }
}
