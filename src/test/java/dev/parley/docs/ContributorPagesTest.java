package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the pages for contributors in step with sources, packages and build. */
class ContributorPagesTest {

    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");
    private static final Path CONTRIBUTING = Path.of("CONTRIBUTING.md");
    private static final Path CODE = Path.of("src/main/java/dev/parley");
    private static final int MOST_LINES = 150;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");

    /** A class, and perhaps a member of it. */
    private static final Pattern CLASS =
            Pattern.compile("`@?([A-Z][a-z]+[A-Za-z]*)(\\.[A-Za-z]+(\\([^`]*\\))?)*`");

    private static final Pattern PROFILE = Pattern.compile("mvn[^`\\n]* -P([a-z-]+)");
    private static final Pattern SUITE = Pattern.compile("-Dsuite=([a-z]+)");
    private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test=([A-Z][A-Za-z]+)");

    /** Classes of Java and Jakarta EE. */
    private static final Set<String> OF_OTHERS = Set.of("CompletionStage", "Path", "RolesAllowed");

    @Test
    void linkedFilesExist() throws IOException {
        for (Path page : List.of(ARCHITECTURE, CONTRIBUTING)) {
            Path folder = Path.of(".").resolve(page).getParent();
            assertEquals(
                    List.of(),
                    found(LINK, page).stream()
                            .filter(link -> !Files.exists(folder.resolve(link).normalize()))
                            .toList(),
                    page + " links to files that do not exist");
        }
    }

    @Test
    void namedClassesExist() throws IOException {
        Set<String> classes = names("src", ".java");
        for (Path page : List.of(ARCHITECTURE, CONTRIBUTING)) {
            Set<String> unknown = found(CLASS, page);
            unknown.removeAll(classes);
            unknown.removeAll(OF_OTHERS);
            assertEquals(Set.of(), unknown, page + " names classes that do not exist");
        }
    }

    @Test
    void theTableOfPackagesIsComplete() throws IOException {
        try (Stream<Path> folders = Files.list(CODE)) {
            assertEquals(
                    folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .collect(Collectors.toCollection(TreeSet::new)),
                    found(PACKAGE, ARCHITECTURE));
        }
    }

    @Test
    void commandsNameProfilesSuitesAndTestsThatExist() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Set<String> tests = names("src/test/java", ".java");
        Set<String> wrong = new TreeSet<>();
        for (Path page : pages()) {
            found(PROFILE, page).stream()
                    .filter(profile -> !pom.contains("<id>" + profile + "</id>"))
                    .forEach(profile -> wrong.add(page + ": profile " + profile));
            found(SUITE, page).stream()
                    .map(suite -> Path.of("src/test/suites", suite + ".properties"))
                    .filter(Files::notExists)
                    .forEach(suite -> wrong.add(page + ": " + suite));
            found(TEST, page).stream()
                    .filter(test -> !tests.contains(test))
                    .forEach(test -> wrong.add(page + ": test " + test));
        }

        assertEquals(Set.of(), wrong);
    }

    @Test
    void contributingIsShort() throws IOException {
        assertTrue(Files.readAllLines(CONTRIBUTING).size() <= MOST_LINES);
    }

    private static Set<String> found(Pattern pattern, Path page) throws IOException {
        Set<String> found = new TreeSet<>();
        pattern.matcher(Files.readString(page))
                .results()
                .forEach(result -> found.add(result.group(1)));
        return found;
    }

    private static Set<String> names(String folder, String extension) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(extension))
                    .map(name -> name.substring(0, name.length() - extension.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
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
