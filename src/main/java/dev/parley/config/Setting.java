package dev.parley.config;

import java.util.Locale;

/**
 * One setting: its name, the values it accepts and what it is for. Immutable.
 *
 * <p>Reading, validation and {@code docs/configuration.md} all use this one description. Every
 * setting belongs to a {@link SettingGroup} in {@link SettingsCatalog}.
 *
 * @param name as in MicroProfile Config, for example {@code parley.rate.limit}
 * @param kind the type, default and range
 * @param description what the setting controls, in Markdown
 */
public record Setting<T>(String name, Kind<T> kind, String description) {

    /** The environment variable that sets it, for example {@code PARLEY_RATE_LIMIT}. */
    public String variable() {
        return variable(name);
    }

    /** The environment variable that MicroProfile Config reads for a property of this name. */
    static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The same setting with another range, for limits that depend on other settings. */
    Setting<T> with(Kind<T> other) {
        return new Setting<>(name, other, description);
    }
}
