package dev.parley.harness.client;

import java.util.Map;

/** What a test under load has counted, as a table for the reader of its output. */
public final class ResultTable {

    private final StringBuilder text = new StringBuilder();

    public ResultTable(String title) {
        text.append('\n').append(title).append('\n');
        row("server", System.getProperty("parley.server"));
    }

    public void row(String name, Object value) {
        text.append("  %-40s %s%n".formatted(name, value));
    }

    /** Adds a row for each entry, whose name follows {@code before} and precedes {@code after}. */
    public void rows(String before, Map<String, ?> values, String after) {
        values.forEach((name, value) -> row(before + name + after, value));
    }

    /** Adds what became of the server, and how a good client was served meanwhile. */
    public void rows(WellBehavedClient client, Vitals before, Vitals after) {
        client.describe(this);
        row("memory in MiB", mebibytes(before.memory()) + " -> " + mebibytes(after.memory()));
        row("threads", before.threads() + " -> " + after.threads());
        row("connections left", after.connections());
        row("sockets left", after.sockets());
    }

    private static String mebibytes(long bytes) {
        return "%.1f".formatted(bytes / 1_048_576.0);
    }

    public void print() {
        System.out.println(text);
    }
}
