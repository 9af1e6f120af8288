package dev.parley.config;

import java.util.List;

/**
 * The deployment cannot start with its settings. The message names every invalid setting, its value
 * (unless that may be secret) and what to use instead, so that one start reports every problem.
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
