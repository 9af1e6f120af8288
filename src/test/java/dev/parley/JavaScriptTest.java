package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.harness.run.NodeTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** JavaScript that needs neither a server nor a browser. */
class JavaScriptTest {

    private static final String MODULES = "tests/portal/modules";
    private static final String HARNESS = "tests/harness";

    @Test
    void theModulesOfThePortalPageDoTheirWork() throws Exception {
        NodeTests.withoutServer().runAll(MODULES);
    }

    @Test
    void theCheckerOfTheFaultTestsFindsWhatIsPlanted() throws Exception {
        NodeTests.withoutServer().runAll(HARNESS);
    }

    @Test
    void everyFileOfTestsIsRunBySomeClass() throws IOException {
        String sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            sources =
                    String.join(
                            "",
                            files.filter(file -> file.toString().endsWith("IT.java"))
                                    .map(JavaScriptTest::read)
                                    .toList());
        }
        List<String> missing = new ArrayList<>(NodeTests.filesIn("tests"));
        missing.removeIf(
                file ->
                        file.startsWith(MODULES)
                                || file.startsWith(HARNESS)
                                || sources.contains('"' + file + '"'));
        assertEquals(List.of(), missing);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
