package dev.parley.it;

import java.io.IOException;
import java.nio.file.Path;

/** The browser of the tests: the one that is named, or the one that is there. */
final class Chromium {

    private static final Requisite REQUISITE =
            new Requisite("Chromium", Path.of("src/test/chromium/install.sh"));

    private Chromium() {}

    /** The executable. */
    static String executable() throws IOException, InterruptedException {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return named;
        }
        REQUISITE.require();
        return "/usr/bin/chromium";
    }
}
