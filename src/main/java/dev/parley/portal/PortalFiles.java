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
 * client, and what a portal adds to the WAR. Immutable.
 */
final class PortalFiles {

    private static final Logger LOG = Logger.getLogger(PortalFiles.class.getName());
    private static final int MAX_FILE = 1024 * 1024;
    private static final int MAX_TOTAL = 32 * 1024 * 1024;
    private static final String INDEX = "index.html";

    private final Map<String, PortalFile> byPath;

    private PortalFiles(Map<String, PortalFile> byPath) {
        this.byPath = byPath;
    }

    /**
     * Reads all files. Those that are too large are left to the server, which uses a thread for
     * each client that reads one.
     */
    static PortalFiles in(ServletContext context) {
        Map<String, PortalFile> files = new HashMap<>();
        add(context, "/", files, MAX_TOTAL);
        return new PortalFiles(Map.copyOf(files));
    }

    /** Returns how many bytes are left. */
    private static int add(
            ServletContext context, String folder, Map<String, PortalFile> files, int most) {
        Set<String> paths = context.getResourcePaths(folder);
        int left = most;
        for (String path : paths == null ? Set.<String>of() : paths) {
            if (isPrivate(path)) {
                continue;
            }
            if (path.endsWith("/")) {
                left = add(context, path, files, left);
            } else {
                left -= add(context, path, Math.min(left, MAX_FILE), files);
            }
        }
        return left;
    }

    private static boolean isPrivate(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.startsWith("/web-inf/") || lower.startsWith("/meta-inf/");
    }

    /** Returns how many bytes were added. */
    private static int add(
            ServletContext context, String path, int most, Map<String, PortalFile> files) {
        try (InputStream in = context.getResourceAsStream(path)) {
            byte[] content = in == null ? new byte[0] : in.readNBytes(most + 1);
            if (in == null || content.length > most) {
                return 0;
            }
            String type = path.endsWith(".map") ? "application/json" : context.getMimeType(path);
            files.put(path, PortalFile.of(content, type));
            return content.length;
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The file " + path + " could not be read");
            return 0;
        }
    }

    /** Returns the file at a path, or the page of a folder. */
    Optional<PortalFile> at(String path) {
        return Optional.ofNullable(byPath.get(path.endsWith("/") ? path + INDEX : path));
    }
}
