package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the tables of error codes in step with the code. */
class ErrorCodesInDocsTest {

    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");
    private static final Pattern IN_TABLE = Pattern.compile("(?m)^\\|.*$");
    private static final Pattern CODE = Pattern.compile("`([A-Z]+(?:_[A-Z]+)*)`");

    /** A string in {@code dev.parley.rest} that is the code of a problem. */
    private static final Pattern PROBLEM = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+)\"");

    @Test
    void eventsMdListsExactlyTheErrorCodes() throws IOException {
        String table = section("docs/events.md", "### Error codes");

        Set<String> documented = new TreeSet<>();
        FIRST_CELL.matcher(table).results().forEach(result -> documented.add(result.group(1)));

        assertEquals(own(), documented);
    }

    @Test
    void restMdNamesOnlyCodesThatExist() throws IOException {
        Set<String> unknown = codes(section("docs/rest.md", "## Errors"));
        unknown.removeAll(problems());
        unknown.removeAll(own());

        assertEquals(Set.of(), unknown);
    }

    @Test
    void restMdNamesEveryCodeOfAProblem() throws IOException {
        Set<String> missing = new TreeSet<>(problems());
        missing.removeAll(codes(Files.readString(Path.of("docs/rest.md"))));

        assertEquals(Set.of(), missing);
    }

    private static Set<String> own() {
        Set<String> names = new TreeSet<>();
        for (ErrorCode code : ErrorCode.values()) {
            names.add(code.name());
        }
        return names;
    }

    private static Set<String> codes(String text) {
        return IN_TABLE.matcher(text)
                .results()
                .flatMap(line -> CODE.matcher(line.group()).results())
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> problems() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/parley/rest"))) {
            Set<String> found = new TreeSet<>();
            for (Path file : files.toList()) {
                PROBLEM.matcher(Files.readString(file))
                        .results()
                        .map(result -> result.group(1))
                        .forEach(found::add);
            }
            return found;
        }
    }

    private static String section(String page, String heading) throws IOException {
        String text = Files.readString(Path.of(page));
        int begin = text.indexOf("\n" + heading + "\n") + 1;
        String marks = heading.substring(0, heading.indexOf(' '));
        String body = text.substring(begin + heading.length());
        ToIntFunction<String> next =
                mark -> body.contains("\n" + mark) ? body.indexOf("\n" + mark) : body.length();
        return body.substring(0, Math.min(next.applyAsInt(marks + " "), next.applyAsInt("## ")));
    }
}
