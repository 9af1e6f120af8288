package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/conformance.md} quotes exists. */
class ConformancePageTest {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern TEMPLATE = Pattern.compile("`[^`\\n]*\\$\\{[^`\\n]*`");

    /** Shorter ends of a name could be those of any other. */
    private static final int LEAST = 8;

    @Test
    void theQuotedTestsExist() throws IOException {
        String page = Files.readString(Path.of("docs/conformance.md"));
        String lists =
                page.substring(page.indexOf("## Handshake"), page.indexOf("## Official suites"))
                        .replaceAll("\\s+", " ");
        String tests = tests();
        String templates =
                TEMPLATE.matcher(tests)
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.joining("\n"));
        List<String> names =
                QUOTED.matcher(lists)
                        .results()
                        .map(result -> result.group(1))
                        .flatMap(name -> Arrays.stream(name.split("…")))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();

        assertTrue(names.size() > 100, names::toString);
        assertEquals(
                List.of(),
                names.stream()
                        .filter(name -> !tests.contains(name) && !isMade(name, templates))
                        .toList());
    }

    /** Whether a template literal makes the name: it ends like one. */
    private static boolean isMade(String name, String templates) {
        return IntStream.range(0, name.length())
                .filter(i -> name.charAt(i) == ' ' && name.length() - i >= LEAST)
                .anyMatch(i -> templates.contains(name.substring(i)));
    }

    private static String tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/js"))) {
            return files.filter(file -> file.toString().endsWith(".mjs"))
                    .map(ConformancePageTest::read)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
