package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/extending.md} names every type of the public API, and only types that exist. */
class ExtendingPageTest {

    private static final Path PAGE = Path.of("docs/extending.md");
    private static final Path API = Path.of("src/main/java/dev/parley/api");

    @Test
    void everyTypeOfThePublicApiIsInTheTable() throws IOException {
        List<String> table =
                Files.readAllLines(PAGE).stream()
                        .dropWhile(line -> !line.equals("## The public API"))
                        .filter(line -> line.startsWith("| "))
                        .takeWhile(line -> !line.startsWith("| method"))
                        .skip(1)
                        .flatMap(line -> Stream.of(line.split("`")))
                        .filter(part -> part.matches("[A-Z]\\w+"))
                        .sorted()
                        .toList();
        try (Stream<Path> files = Files.list(API)) {
            List<String> types =
                    files.map(file -> file.getFileName().toString().replace(".java", ""))
                            .filter(type -> !type.equals("package-info"))
                            .sorted()
                            .toList();
            assertTrue(types.size() > 20, types::toString);
            assertEquals(types, table);
        }
    }
}
