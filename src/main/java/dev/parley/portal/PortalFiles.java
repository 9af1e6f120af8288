package dev.parley.portal;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The files of the application that clients may read, in memory: the portal page, the Socket.IO
 * client, and what a portal adds to the WAR. Immutable once made.
 */
final class PortalFiles {

    private static final Logger LOG = Logger.getLogger(PortalFiles.class.getName());
    private static final int MAX_FILE = 1024 * 1024;
    private static final int MAX_TOTAL = 32 * 1024 * 1024;
    private static final String INDEX = "index.html";

    private final Map<String, PortalFile> byPath = new HashMap<>();
    private int total;

    /**
     * Reads all files. Those that are too large are left to the server, which uses a thread for
     * each client that reads one.
     */
    PortalFiles(ServletContext context) {
        addFolder(context, "/");
    }

    private void addFolder(ServletContext context, String folder) {
        Set<String> paths = context.getResourcePaths(folder);
        for (String path : paths == null ? Set.<String>of() : paths) {
            if (isPrivate(path)) {
                continue;
            }
            if (path.endsWith("/")) {
                addFolder(context, path);
            } else {
                addFile(context, path);
            }
        }
    }

    private static boolean isPrivate(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.startsWith("/web-inf/") || lower.startsWith("/meta-inf/");
    }

    private void addFile(ServletContext context, String path) {
        int most = Math.min(MAX_FILE, MAX_TOTAL - total);
        try (InputStream in = context.getResourceAsStream(path)) {
            byte[] content = in == null ? null : in.readNBytes(most + 1);
            if (content != null && content.length <= most) {
                String type =
                        path.endsWith(".map") ? "application/json" : context.getMimeType(path);
                byPath.put(path, PortalFile.of(content, type));
                total += content.length;
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The file " + path + " could not be read");
        }
    }

    /** Returns the file at a path, or the page of a folder. */
    Optional<PortalFile> at(String path) {
        return Optional.ofNullable(byPath.get(path.endsWith("/") ? path + INDEX : path));
    }
}
