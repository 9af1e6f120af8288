package dev.parley.gateway;

import dev.parley.api.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of reading one payload: its violations, and the alias names that the client used. Not
 * thread-safe.
 */
final class Reading {

    /**
     * How many violations a client gets: a payload of 64 KiB can have tens of thousands, which
     * would be megabytes of reply.
     */
    private static final int MOST_VIOLATIONS = 100;

    /** How many characters of a path a client gets, since the keys of its maps are part of it. */
    private static final int LONGEST_PATH = 200;

    private record Alias(String canonical, String sent) {}

    private final List<Violation> violations = new ArrayList<>();
    private final List<Alias> aliases = new ArrayList<>();
    private int mismatches;

    /** Adds a violation for an invalid value; returns null, in place of the value. */
    @Nullable Object mismatch(FieldPath path, String message) {
        add(path::sent, message);
        return null;
    }

    /** Adds what a rule objects to, in the names that the client used. */
    void objection(String propertyPath, String message) {
        add(() -> asSent(propertyPath), message);
    }

    private void add(Supplier<String> path, String message) {
        mismatches++;
        if (mismatches <= MOST_VIOLATIONS) {
            violations.add(new Violation(shortened(path.get()), message));
        }
    }

    private static String shortened(String path) {
        if (path.length() <= LONGEST_PATH) {
            return path;
        }
        boolean inPair = Character.isHighSurrogate(path.charAt(LONGEST_PATH - 1));
        return path.substring(0, inPair ? LONGEST_PATH - 1 : LONGEST_PATH) + "…";
    }

    /** Records the name that the client used. */
    void sent(FieldPath path) {
        if (path.isAlias()) {
            aliases.add(new Alias(path.canonical(), path.sent()));
        }
    }

    boolean isGood() {
        return mismatches == 0;
    }

    /** How many values do not fit. */
    int size() {
        return mismatches;
    }

    /** What the client gets: at most {@value #MOST_VIOLATIONS} violations. */
    List<Violation> violations() {
        return violations;
    }

    /**
     * Converts a path of Bean Validation, such as {@code tags[0].<list element>}, to the names that
     * the client used.
     */
    private String asSent(String propertyPath) {
        String path = withoutContainers(propertyPath);
        Alias longest = null;
        for (Alias alias : aliases) {
            if (covers(alias.canonical(), path)
                    && (longest == null
                            || alias.canonical().length() > longest.canonical().length())) {
                longest = alias;
            }
        }
        return longest == null
                ? path
                : longest.sent() + path.substring(longest.canonical().length());
    }

    /** A key of a map may contain such signs, too: the pattern has to be linear. */
    private static String withoutContainers(String path) {
        return path.indexOf('<') < 0 ? path : path.replaceAll("\\.?<[^<>]*>", "");
    }

    private static boolean covers(String prefix, String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length()
                        || path.charAt(prefix.length()) == '.'
                        || path.charAt(prefix.length()) == '[');
    }
}
