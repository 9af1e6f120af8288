package dev.parley.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds settings that have no effect because their names are misspelt. Stateless. */
final class UnknownSettings {

    private static final String PREFIX = "parley.";

    private UnknownSettings() {}

    /**
     * Describes each configured name that is unknown to Parley, one sentence per name.
     *
     * <p>Some configuration sources list a second, dotted name for each environment variable
     * ({@code parley.ping.interval} for {@code PARLEY_PING_INTERVAL}). Such a name is not reported
     * if that variable exists.
     */
    static Set<String> describe(Collection<String> configured, Set<String> known) {
        Set<String> variables =
                configured.stream().filter(UnknownSettings::isVariable).collect(Collectors.toSet());
        Set<String> sentences = new TreeSet<>();
        for (String name : configured) {
            if (name.startsWith(PREFIX)
                    && !known.contains(name)
                    && !variables.contains(Setting.variable(name))) {
                sentences.add(sentence(name, nearest(name, known)));
            }
        }
        Set<String> knownVariables =
                known.stream().map(Setting::variable).collect(Collectors.toSet());
        for (String name : variables) {
            String near = nearest(name, knownVariables);
            // Other variables may begin with PARLEY_ as well, so only near misses are reported.
            if (!knownVariables.contains(name) && distance(name, near) <= 2) {
                sentences.add(sentence(name, near));
            }
        }
        return sentences;
    }

    private static String sentence(String name, String near) {
        return name + " is not a setting of Parley and has no effect: did you mean " + near + "?";
    }

    private static boolean isVariable(String name) {
        return name.startsWith("PARLEY_");
    }

    private static String nearest(String name, Set<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt((String other) -> distance(name, other))
                                .thenComparing(Comparator.naturalOrder()))
                .orElse(PREFIX);
    }

    /** The Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
