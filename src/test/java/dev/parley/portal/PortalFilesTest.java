package dev.parley.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PortalFilesTest {

    private static PortalFiles files(Map<String, byte[]> contents) {
        ServletContext context =
                (ServletContext)
                        Proxy.newProxyInstance(
                                PortalFilesTest.class.getClassLoader(),
                                new Class<?>[] {ServletContext.class},
                                (proxy, method, args) ->
                                        switch (method.getName()) {
                                            case "getResourcePaths" -> paths(contents, args);
                                            case "getResourceAsStream" ->
                                                    new ByteArrayInputStream(
                                                            contents.get((String) args[0]));
                                            case "getMimeType" -> mediaType((String) args[0]);
                                            default -> throw new UnsupportedOperationException();
                                        });
        return new PortalFiles(context);
    }

    private static Set<String> paths(Map<String, byte[]> contents, Object... args) {
        String folder = (String) args[0];
        Set<String> paths = new TreeSet<>();
        for (String path : contents.keySet()) {
            if (path.startsWith(folder)) {
                int slash = path.indexOf('/', folder.length());
                paths.add(slash < 0 ? path : path.substring(0, slash + 1));
            }
        }
        return paths;
    }

    private static String mediaType(String path) {
        if (path.endsWith(".html")) {
            return "text/html";
        }
        return path.endsWith(".png") ? "image/png" : null;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void filesInFoldersAreServed() {
        PortalFiles files = files(Map.of("/js/view/a.js", text("a"), "/b.html", text("b")));
        assertEquals("a", new String(files.at("/js/view/a.js").orElseThrow().content()));
        assertEquals(Optional.empty(), files.at("/js/view"));
        assertEquals(Optional.empty(), files.at("/c.html"));
    }

    @Test
    void aFolderIsServedAsItsPage() {
        PortalFiles files = files(Map.of("/index.html", text("page"), "/js/a.js", text("a")));
        assertEquals("page", new String(files.at("/").orElseThrow().content()));
        assertEquals(Optional.empty(), files.at("/js/"));
    }

    @Test
    void whatBelongsToTheApplicationIsNotServed() {
        PortalFiles files =
                files(
                        Map.of(
                                "/WEB-INF/web.xml", text("x"),
                                "/web-inf/web.xml", text("x"),
                                "/META-INF/MANIFEST.MF", text("x"),
                                "/index.html", text("x")));
        assertEquals(Optional.empty(), files.at("/WEB-INF/web.xml"));
        assertEquals(Optional.empty(), files.at("/web-inf/web.xml"));
        assertEquals(Optional.empty(), files.at("/META-INF/MANIFEST.MF"));
        assertTrue(files.at("/index.html").isPresent());
    }

    @Test
    void largeFilesAreLeftToTheServer() {
        byte[] large = new byte[1024 * 1024 + 1];
        PortalFiles files = files(Map.of("/large.png", large, "/small.png", text("x")));
        assertEquals(Optional.empty(), files.at("/large.png"));
        assertTrue(files.at("/small.png").isPresent());
    }

    @Test
    void textsHaveACharset() {
        PortalFiles files =
                files(
                        Map.of(
                                "/a.html", text("x"),
                                "/a.png", text("x"),
                                "/a.js.map", text("x"),
                                "/a.unknown", text("x")));
        assertEquals("text/html;charset=UTF-8", files.at("/a.html").orElseThrow().type());
        assertEquals("image/png", files.at("/a.png").orElseThrow().type());
        assertEquals("application/json;charset=UTF-8", files.at("/a.js.map").orElseThrow().type());
        assertEquals("application/octet-stream", files.at("/a.unknown").orElseThrow().type());
    }

    @Test
    void aClientKnowsAFileByItsTag() {
        PortalFile file = PortalFile.of(text("x"), "text/html");
        assertTrue(file.isKnown(file.tag()));
        assertTrue(file.isKnown("\"other\", W/" + file.tag()));
        assertFalse(file.isKnown("\"other\""));
        assertFalse(file.isKnown(null));
        assertNotEquals(file.tag(), PortalFile.of(text("y"), "text/html").tag());
    }
}
