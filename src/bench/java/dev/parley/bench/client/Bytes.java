package dev.parley.bench.client;

import java.nio.charset.StandardCharsets;

/** Finds things in ASCII bytes without making strings of them. */
public final class Bytes {

    private Bytes() {}

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where {@code pattern} begins, or -1. */
    public static int indexOf(byte[] bytes, int from, int to, byte[] pattern) {
        byte first = pattern[0];
        for (int i = from; i <= to - pattern.length; i++) {
            if (bytes[i] == first && startsWith(bytes, i, to, pattern)) {
                return i;
            }
        }
        return -1;
    }

    /** The whole number after the first {@code key}, or -1 if there is none. */
    public static long numberAfter(byte[] bytes, int from, int to, byte[] key) {
        int at = indexOf(bytes, from, to, key);
        return at < 0 ? -1 : number(bytes, at + key.length, to);
    }

    /** The digits at {@code from} as a number, or -1 if there are none. */
    public static long number(byte[] bytes, int from, int to) {
        long value = -1;
        for (int i = from; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            value = (value < 0 ? 0 : value * 10) + (bytes[i] - '0');
        }
        return value;
    }

    /** The string without escapes after the first {@code key}, or null if there is none. */
    public static String stringAfter(byte[] bytes, int from, int to, byte[] key) {
        int at = indexOf(bytes, from, to, key);
        if (at < 0) {
            return null;
        }
        int start = at + key.length + 1;
        int end = start;
        while (end < to && bytes[end] != '"') {
            end++;
        }
        return end < to ? new String(bytes, start, end - start, StandardCharsets.UTF_8) : null;
    }
}
