package dev.parley.gateway;

import dev.parley.api.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of reading one payload: its violations, and the alias names that the client used. Not
 * thread-safe.
 */
final class Reading {

    private record Alias(String canonical, String sent) {}

    private final List<Violation> violations = new ArrayList<>();
    private final List<Alias> aliases = new ArrayList<>();

    /** Adds a violation for an invalid value; returns null, in place of the value. */
    Object mismatch(FieldPath path, String message) {
        violations.add(new Violation(path == null ? "" : path.sent(), message));
        return null;
    }

    /** Records the name that the client used. */
    void sent(FieldPath path) {
        if (path.isAlias()) {
            aliases.add(new Alias(path.canonical(), path.sent()));
        }
    }

    boolean isGood() {
        return violations.isEmpty();
    }

    int size() {
        return violations.size();
    }

    List<Violation> violations() {
        return violations;
    }

    /**
     * Converts a path of Bean Validation, such as {@code tags[0].<list element>}, to the names that
     * the client used.
     */
    String asSent(String propertyPath) {
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

    private static String withoutContainers(String path) {
        return path.indexOf('<') < 0 ? path : path.replaceAll("\\.?<[^>]*>", "");
    }

    private static boolean covers(String prefix, String path) {
        return path.startsWith(prefix)
                && (path.length() == prefix.length()
                        || path.charAt(prefix.length()) == '.'
                        || path.charAt(prefix.length()) == '[');
    }
}
