package dev.parley.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file: its headings, links, code blocks and lines. Immutable. */
final class MarkdownPage {

    /**
     * A heading.
     *
     * @param level 1 to 6
     * @param text without the backticks
     * @param line its index in {@link #lines}
     */
    record Heading(int level, String text, int line) {}

    /**
     * A block of code.
     *
     * @param info what follows the opening fence
     */
    record Block(String info, String content) {}

    private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");

    private final Path file;
    private final List<String> lines;
    private final List<Heading> headings = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final boolean[] code;

    MarkdownPage(Path file, List<String> lines) {
        this.file = file;
        this.lines = List.copyOf(lines);
        this.code = new boolean[lines.size()];
        String info = null;
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean fence = line.strip().startsWith("```");
            code[i] = fence || info != null;
            if (fence && info == null) {
                info = line.strip().substring(3);
                content.setLength(0);
            } else if (fence) {
                blocks.add(new Block(info, content.toString()));
                info = null;
            } else if (info != null) {
                content.append(line).append('\n');
            } else {
                readText(line, i);
            }
        }
    }

    private void readText(String line, int index) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            int level = heading.group(1).length();
            headings.add(new Heading(level, heading.group(2).replace("`", ""), index));
        }
        LINK.matcher(INLINE_CODE.matcher(line).replaceAll("code"))
                .results()
                .map(link -> link.group(1))
                .forEach(links::add);
    }

    static MarkdownPage read(Path file) {
        try {
            return new MarkdownPage(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All pages of the project: at the root, in {@code docs}, {@code src} and {@code examples}. */
    static List<MarkdownPage> all() {
        List<Path> files = new ArrayList<>();
        find(Path.of("."), 1, files);
        for (String folder : List.of("docs", "src", "examples", "server-config")) {
            if (Files.isDirectory(Path.of(folder))) {
                find(Path.of(folder), Integer.MAX_VALUE, files);
            }
        }
        return files.stream().sorted().map(MarkdownPage::read).toList();
    }

    private static void find(Path folder, int depth, List<Path> files) {
        try (Stream<Path> found = Files.walk(folder, depth)) {
            found.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !isBuilt(file))
                    .map(Path::normalize)
                    .forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isBuilt(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target") || part.toString().equals("node_modules")) {
                return true;
            }
        }
        return false;
    }

    Path file() {
        return file;
    }

    List<String> lines() {
        return lines;
    }

    /** Whether a line is part of a block of code. */
    boolean isCode(int line) {
        return code[line];
    }

    List<Heading> headings() {
        return headings;
    }

    /** The targets of all links and images. */
    List<String> links() {
        return links;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The anchors that GitHub gives to the headings. */
    Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new LinkedHashSet<>();
        for (Heading heading : headings) {
            String anchor =
                    heading.text()
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N} _-]", "")
                            .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }

    /**
     * A section: from a heading to the next one of the same level or a higher one.
     *
     * @throws IllegalArgumentException if there is none
     */
    MarkdownPage section(int level, String text) {
        Heading begin =
                headings.stream()
                        .filter(heading -> heading.level() == level && heading.text().equals(text))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                file + " has no section \"" + text + '"'));
        int end =
                headings.stream()
                        .filter(heading -> heading.line() > begin.line())
                        .filter(heading -> heading.level() <= level)
                        .mapToInt(Heading::line)
                        .findFirst()
                        .orElse(lines.size());
        return new MarkdownPage(file, lines.subList(begin.line(), end));
    }

    /** The whole text. */
    String text() {
        return String.join("\n", lines);
    }

    /** The first groups of all matches in the text. */
    List<String> find(Pattern pattern) {
        return pattern.matcher(text())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
