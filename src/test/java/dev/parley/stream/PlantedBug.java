package dev.parley.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bug to be put into the source of a class.
 *
 * @param line of the rules of a room's stream that then does not hold
 * @param words what happens then
 * @param snippet of the source; it has to be there exactly once
 * @param instead what stands there with the bug
 */
record PlantedBug(int line, String words, Class<?> where, String snippet, String instead) {

    /** The source of a class, as it is. */
    static String source(Class<?> type) throws IOException {
        return Files.readString(
                Path.of("src/main/java", type.getName().replace('.', '/') + ".java"));
    }

    /** The source with the bug in it. */
    String source() throws IOException {
        String source = source(where);
        int at = source.indexOf(snippet);
        if (at < 0 || source.indexOf(snippet, at + 1) >= 0) {
            throw new IllegalStateException("not there exactly once: " + snippet);
        }
        return source.substring(0, at) + instead + source.substring(at + snippet.length());
    }

    @Override
    public String toString() {
        return line + ": " + words;
    }
}
