package dev.parley.docs;

import dev.parley.config.Kind;
import dev.parley.config.Setting;
import dev.parley.config.SettingGroup;
import java.util.List;

/** Renders the generated part of {@code docs/configuration.md}. Stateless. */
final class ConfigurationPage {

    static final String BEGIN =
            "<!-- Generated from the code: do not edit below. CONTRIBUTING.md has the command. -->";

    private static final int COLUMNS = 120;

    private ConfigurationPage() {}

    /** Replaces everything after the marker {@link #BEGIN}. */
    static String render(String page, List<SettingGroup> groups) {
        int begin = page.indexOf(BEGIN);
        if (begin < 0) {
            throw new IllegalArgumentException("the page has no line \"" + BEGIN + '"');
        }
        StringBuilder text = new StringBuilder(page.substring(0, begin)).append(BEGIN).append('\n');
        for (SettingGroup group : groups) {
            text.append("\n## ").append(group.title()).append('\n');
            if (!group.introduction().isEmpty()) {
                text.append('\n').append(wrapped(group.introduction()));
            }
            group.settings().forEach(setting -> append(setting, text));
        }
        return text.toString();
    }

    private static void append(Setting<?> setting, StringBuilder text) {
        text.append("\n### `").append(setting.name()).append("`\n\n");
        text.append(wrapped(facts(setting))).append('\n');
        text.append(wrapped(setting.description()));
    }

    private static String facts(Setting<?> setting) {
        Kind<?> kind = setting.kind();
        String standard = kind.standardText().isEmpty() ? "none" : "`" + kind.standardText() + "`";
        String range = kind.range().isEmpty() ? "" : " Allowed: " + kind.range() + ".";
        return "Type: %s. Default: %s.%s Environment: `%s`."
                .formatted(kind.type(), standard, range, setting.variable());
    }

    private static String wrapped(String paragraph) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : paragraph.split(" ")) {
            if (column > 0 && column + 1 + word.length() > COLUMNS) {
                text.append('\n');
                column = 0;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.append('\n').toString();
    }
}
