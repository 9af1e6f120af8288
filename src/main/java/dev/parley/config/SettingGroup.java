package dev.parley.config;

import java.util.List;

/**
 * Settings that belong together: one section of {@code docs/configuration.md}. Immutable.
 *
 * @param title the heading of the section
 * @param introduction what applies to the whole section, in Markdown; may be empty
 */
public record SettingGroup(String title, String introduction, List<Setting<?>> settings) {

    public SettingGroup {
        settings = List.copyOf(settings);
    }
}
