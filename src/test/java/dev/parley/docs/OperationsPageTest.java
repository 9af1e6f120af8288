package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the troubleshooting section of {@code docs/operations.md} in step with the code. */
class OperationsPageTest {

    private static final Pattern TEXT = Pattern.compile("\\*\\*`([^`]+)`\\*\\*");

    /** A string that continues on the next line of a source file. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    /** Logged by libraries. */
    private static final Set<String> OF_OTHERS =
            Set.of(
                    "PSQLException: Connection refused",
                    "Waiting for changelog lock",
                    "failed accepting connection");

    @Test
    void theLogTextsAreThoseOfTheCode() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        String code = code();
        List<String> texts =
                TEXT.matcher(page.substring(page.indexOf("## Troubleshooting")))
                        .results()
                        .map(result -> result.group(1))
                        .filter(text -> !OF_OTHERS.contains(text))
                        .toList();

        assertTrue(texts.size() > 10, texts::toString);
        assertEquals(
                List.of(),
                texts.stream().filter(text -> !code.contains(text)).toList(),
                "docs/operations.md quotes texts that the code does not log");
    }

    private static String code() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(OperationsPageTest::read)
                    .map(text -> JOINT.matcher(text).replaceAll(""))
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
