package dev.parley.portal;

import dev.parley.security.Digests;
import org.jspecify.annotations.Nullable;

/**
 * A file of the application. Its content never changes.
 *
 * @param content must not be modified
 * @param type the value of {@code Content-Type}
 * @param tag the value of {@code ETag}, derived from the content
 */
record PortalFile(byte[] content, String type, String tag) {

    static PortalFile of(byte[] content, @Nullable String mediaType) {
        String type = mediaType == null ? "application/octet-stream" : mediaType;
        boolean isText =
                type.startsWith("text/")
                        || type.endsWith("javascript")
                        || type.endsWith("json")
                        || type.endsWith("xml");
        return new PortalFile(content, isText ? type + ";charset=UTF-8" : type, tag(content));
    }

    private static String tag(byte[] content) {
        return '"' + Digests.sha256(content).substring(0, 22) + '"';
    }

    /**
     * Returns whether the client has this content already.
     *
     * @param known the value of {@code If-None-Match}; null if the header is missing
     */
    boolean isKnown(@Nullable String known) {
        return known != null && (known.contains(tag) || known.strip().equals("*"));
    }
}
