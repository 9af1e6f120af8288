package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keeps the links between the pages intact. */
class LinksInDocsTest {

    private static final String EXTERNAL = "(https?|mailto):.*";

    @Test
    void everyLinkLeadsToAFileAndAHeading() {
        List<String> broken = new ArrayList<>();
        int checked = 0;
        for (MarkdownPage page : MarkdownPage.all()) {
            for (String link : page.links()) {
                if (!link.matches(EXTERNAL)) {
                    checked++;
                    if (!resolves(page, link)) {
                        broken.add(page + ": " + link);
                    }
                }
            }
        }

        assertEquals(List.of(), broken);
        assertTrue(checked > 50, "only " + checked + " links were found");
    }

    private static boolean resolves(MarkdownPage page, String link) {
        int hash = link.indexOf('#');
        Path target = target(page, hash < 0 ? link : link.substring(0, hash));
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || !target.toString().endsWith(".md")
                || MarkdownPage.read(target).anchors().contains(link.substring(hash + 1));
    }

    private static Path target(MarkdownPage page, String path) {
        return path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
    }

    @Test
    void everyPageCanBeReachedFromTheReadme() {
        Set<Path> reached = new HashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(Path.of("README.md")));
        while (!next.isEmpty()) {
            Path file = next.remove();
            if (Files.isRegularFile(file) && reached.add(file)) {
                MarkdownPage page = MarkdownPage.read(file);
                page.links().stream()
                        .filter(link -> !link.matches(EXTERNAL))
                        .map(link -> target(page, link.replaceFirst("#.*", "")))
                        .filter(target -> target.toString().endsWith(".md"))
                        .forEach(next::add);
            }
        }

        List<Path> unreachable =
                MarkdownPage.all().stream()
                        .map(MarkdownPage::file)
                        .filter(file -> !reached.contains(file))
                        .toList();

        assertEquals(List.of(), unreachable);
    }

    @Test
    void anchorsAreThoseOfGitHub() {
        MarkdownPage page =
                new MarkdownPage(
                        Path.of("a.md"),
                        List.of(
                                "# `join_room`, or: a room",
                                "## message",
                                "## message",
                                "```",
                                "# no"));

        assertEquals(Set.of("join_room-or-a-room", "message", "message-1"), page.anchors());
    }
}
