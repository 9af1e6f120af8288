package dev.parley.config;

import java.util.List;

/**
 * The deployment cannot start with the settings that it has. The message names every bad setting,
 * its value (unless that may be secret) and what is allowed, so that one start shows all that is
 * wrong.
 */
public class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super("Parley cannot start with these settings:\n - " + String.join("\n - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each problem, in the order in which the settings are documented. */
    public List<String> problems() {
        return problems == null ? List.of() : problems;
    }
}
