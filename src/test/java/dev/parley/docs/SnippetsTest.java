package dev.parley.docs;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snippets of a page fail if they do something else than the page says. */
class SnippetsTest {

    private static final String SERVER = "http://127.0.0.1:8381/";

    @TempDir private Path folder;

    @Test
    void commandsPrintWhatThePageSays() {
        assertPasses("sh", "TOKEN=secret", "sh", "echo \"$TOKEN word\"", "text", "secret …");
        assertPasses("sh", "echo 1; echo 2; echo 3", "text", "1\n3");
        assertPasses("sh", "printf %s 1", "text", "1", "sh", "echo 2", "text", "2");
    }

    @Test
    void linesThatAreMissingFail() {
        assertFails("sh", "echo 1", "text", "2");
        assertFails("sh", "echo 1; echo 2", "text", "2\n1");
        assertFails("sh", "echo 1", "text", "1\n2");
        assertFails("sh", "echo 1", "text", "1\n1");
        assertFails("sh", "echo 11", "text", "1");
    }

    @Test
    void commandsThatPrintNothingMustSucceed() {
        assertPasses("sh", "true");
        assertFails("sh", "false");
        assertFails("sh", "npm install no-such-library");
    }

    @Test
    void aClientThatStaysConnectedIsEnded() {
        assertPasses("sh", "echo 1; sleep 1000", "text", "1", "sh", "echo 2", "text", "2");
    }

    @Test
    void filesAreWrittenWithTheAddressOfTheServer() throws Exception {
        assertPasses("js client.mjs", "io('http://localhost:8080/chat')", "sh", "cat client.mjs");
        assertEquals(
                "io('http://127.0.0.1:8381/chat')\n",
                Files.readString(folder.resolve("client.mjs")));
    }

    @Test
    void theSettingsOfAServerAreThoseOfItsCommand() throws Exception {
        Snippets snippets =
                snippets(
                        "sh",
                        "echo key >public.pem",
                        "sh server",
                        "MP_JWT_VERIFY_ISSUER=\"$(cat public.pem)=1\" \\\n  mvn package -Da.b=c",
                        "sh",
                        "echo 2 >next");
        assertEquals(Map.of("mp.jwt.verify.issuer", "key=1", "a.b", "c"), snippets.settings());
        assertTrue(Files.notExists(folder.resolve("next")));
        Files.delete(folder.resolve("public.pem"));
        snippets.run(URI.create(SERVER).toURL());
        assertTrue(Files.exists(folder.resolve("next")));
        assertTrue(Files.notExists(folder.resolve("public.pem")));
    }

    private void assertPasses(String... blocks) {
        assertDoesNotThrow(() -> snippets(blocks).run(URI.create(SERVER).toURL()));
    }

    private void assertFails(String... blocks) {
        assertThrows(AssertionError.class, () -> snippets(blocks).run(URI.create(SERVER).toURL()));
    }

    /** Blocks as pairs of their marks and their contents. */
    private Snippets snippets(String... blocks) {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < blocks.length; i += 2) {
            page.append("```%s\n%s\n```\n".formatted(blocks[i], blocks[i + 1]));
        }
        return Snippets.of(new MarkdownPage(folder, page.toString().lines().toList()), folder);
    }
}
