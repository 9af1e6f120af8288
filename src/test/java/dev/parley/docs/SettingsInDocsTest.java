package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.config.Setting;
import dev.parley.config.SettingGroup;
import dev.parley.config.SettingsCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the pages and the settings in step. {@code mvn test -Dtest=SettingsInDocsTest
 * -Ddocs.write=true} rewrites {@code docs/configuration.md}.
 */
class SettingsInDocsTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    /** A name in the docs that looks like a setting: {@code parley.} and dotted words. */
    private static final Pattern NAME =
            Pattern.compile("(?<![A-Za-z0-9/._-])parley(\\.[a-z0-9]+(-[a-z0-9]+)*+)++(?!\\.\\*)");

    /** Files, addresses and switches of the build, which are not settings. */
    private static final Pattern OTHER =
            Pattern.compile(
                    "parley\\.(cli|p12|example|v1|default\\.svc\\.cluster\\.local"
                            + "|(fault|feed|fuzz)\\..*)");

    @Test
    void theConfigurationPageIsGeneratedFromTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String expected = ConfigurationPage.render(page, SettingsCatalog.groups());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, expected);
            page = Files.readString(PAGE);
        }

        assertEquals(
                expected,
                page,
                "out of date: run mvn test -Dtest=SettingsInDocsTest -Ddocs.write=true");
    }

    @Test
    void everySettingHasItsSection() throws IOException {
        List<String> headings =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("### `"))
                        .map(line -> line.substring(5, line.length() - 1))
                        .toList();
        List<String> settings =
                SettingsCatalog.groups().stream()
                        .map(SettingGroup::settings)
                        .flatMap(List::stream)
                        .map(Setting::name)
                        .toList();

        assertEquals(settings, headings);
    }

    @Test
    void everySettingThatTheDocsNameExists() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            NAME.matcher(Files.readString(page))
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !SettingsCatalog.names().contains(name))
                    .filter(name -> !OTHER.matcher(name).matches())
                    .forEach(name -> unknown.add(page + ": " + name));
        }

        assertEquals(List.of(), unknown);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> root = Files.list(Path.of("."))) {
            return Stream.concat(docs, root)
                    .filter(file -> file.getFileName().toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
