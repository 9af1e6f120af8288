package dev.parley.docs;

import dev.parley.harness.run.Shell;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The snippets of a page's section, run as printed. Only the address of the server is replaced. The
 * marks of the code blocks:
 *
 * <ul>
 *   <li>{@code js NAME}: a file
 *   <li>{@code sh}: commands
 *   <li>{@code text}: lines that the commands before it print, perhaps with others between them;
 *       {@code …} stands for anything
 *   <li>{@code sh server}: the start of the server, whose settings the test applies itself
 * </ul>
 *
 * Commands without a {@code text} must succeed. Not thread-safe.
 */
public final class Snippets {

    private static final String ADDRESS = "localhost:8080";

    /** The libraries of the JavaScript tests are those that the pages install. */
    private static final String COMMANDS =
            """
            npm() { [ "$1" = install ] && [ -d "../node_modules/$2" ]; }
            mvn() { env | grep ^MP_JWT; printf '%s\\n' "$@"; }
            """;

    private final List<MarkdownPage.Block> blocks;
    private final Path folder;

    private Snippets(List<MarkdownPage.Block> blocks, Path folder) {
        this.blocks = blocks;
        this.folder = folder;
    }

    /** The snippets of the section with this title, which is a heading of the second level. */
    public static Snippets of(Path page, String section) {
        String name = page.getFileName().toString().replace(".md", "");
        Path folder = Path.of(System.getProperty("parley.test-js", "target/test-js"), name);
        return of(MarkdownPage.read(page).section(2, section), folder);
    }

    /** Where the commands run and their files are. */
    public Path folder() {
        return folder;
    }

    static Snippets of(MarkdownPage section, Path folder) {
        return new Snippets(section.blocks(), folder);
    }

    /** Runs all of them, or those below the start of the server if the section has one. */
    public void run(URL server) throws IOException, InterruptedException {
        run(blocks.subList(start() + 1, blocks.size()), server.getAuthority());
    }

    /**
     * Runs the snippets above the start of the server, and then that with an {@code mvn} that only
     * prints what it got.
     *
     * @return the settings of the server
     */
    public Map<String, String> settings() throws IOException, InterruptedException {
        run(blocks.subList(0, start()), ADDRESS);
        Map<String, String> settings = new LinkedHashMap<>();
        try (Shell shell = shell()) {
            for (String line : shell.run(blocks.get(start()).content()).lines().toList()) {
                String[] parts = line.split("=", 2);
                if (line.startsWith("-D")) {
                    settings.put(parts[0].substring(2), parts[1]);
                } else if (parts.length == 2) {
                    settings.put(parts[0].toLowerCase(Locale.ROOT).replace('_', '.'), parts[1]);
                }
            }
        }
        return settings;
    }

    private int start() {
        return blocks.stream().map(MarkdownPage.Block::info).toList().indexOf("sh server");
    }

    private void run(List<MarkdownPage.Block> some, String address)
            throws IOException, InterruptedException {
        try (Shell shell = shell()) {
            for (int i = 0; i < some.size(); i++) {
                String info = some.get(i).info();
                String content = some.get(i).content().replace(ADDRESS, address);
                if (info.startsWith("js ")) {
                    Files.writeString(folder.resolve(info.substring(3)), content);
                } else if (!info.equals("sh")) {
                    throw new IllegalArgumentException("what is a block of " + info + "?");
                } else if (i + 1 < some.size() && some.get(i + 1).info().equals("text")) {
                    i++;
                    shell.runUntil(some.get(i).content().lines().toList(), content);
                } else {
                    shell.run(content);
                }
            }
        }
    }

    private Shell shell() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Shell shell = new Shell(folder);
        shell.run(COMMANDS);
        return shell;
    }
}
