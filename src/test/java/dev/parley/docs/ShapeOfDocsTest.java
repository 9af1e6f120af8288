package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the pages short enough to be read. */
class ShapeOfDocsTest {

    private static final int COLUMNS = 120;
    private static final int LINES_OF_A_PARAGRAPH = 5;

    @Test
    void theEntrancesAreShort() {
        assertTrue(lines("README.md") <= 120, "README.md has at most 120 lines");
        assertTrue(lines("CONTRIBUTING.md") <= 150, "CONTRIBUTING.md has at most 150 lines");
    }

    private static int lines(String file) {
        return MarkdownPage.read(Path.of(file)).lines().size();
    }

    @Test
    void linesWrapAt120ColumnsOutsideOfTables() {
        List<String> tooLong = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.all()) {
            for (int i = 0; i < page.lines().size(); i++) {
                String line = page.lines().get(i);
                if (!line.startsWith("|") && line.codePointCount(0, line.length()) > COLUMNS) {
                    tooLong.add(page + ":" + (i + 1));
                }
            }
        }

        assertEquals(List.of(), tooLong);
    }

    @Test
    void paragraphsHaveAtMostFiveLines() {
        List<String> tooLong = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.all()) {
            int length = 0;
            for (int i = 0; i < page.lines().size(); i++) {
                String line = page.lines().get(i);
                boolean begins = line.matches("([-*|#>]|\\d+\\.) ?.*|\\s*");
                length = page.isCode(i) || begins ? 0 : length + 1;
                if (length == LINES_OF_A_PARAGRAPH + 1) {
                    tooLong.add(page + ":" + (i + 1));
                }
            }
        }

        assertEquals(List.of(), tooLong);
    }
}
