package dev.parley.bench.client;

/** Finds the objects of an array in JSON text without reading it into memory anew. */
public final class JsonObjects {

    private JsonObjects() {}

    /** Takes the place of an object, its braces included. */
    @FunctionalInterface
    public interface Visitor {
        void object(int from, int to);
    }

    /**
     * Visits the objects of an array in their order, not those within them.
     *
     * @param from where the array's bracket is
     */
    public static void each(byte[] json, int from, int to, Visitor visitor) {
        int depth = 0;
        int start = 0;
        for (int i = from + 1; i < to; i++) {
            switch (json[i]) {
                case '"' -> i = endOfString(json, i, to);
                case '{' -> {
                    if (depth++ == 0) {
                        start = i;
                    }
                }
                case '}' -> {
                    if (--depth == 0) {
                        visitor.object(start, i + 1);
                    }
                }
                case ']' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {
                    // Part of a number, a name, or between two values.
                }
            }
        }
    }

    private static int endOfString(byte[] json, int from, int to) {
        int i = from + 1;
        while (i < to && json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i;
    }
}
