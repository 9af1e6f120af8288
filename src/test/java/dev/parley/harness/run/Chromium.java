package dev.parley.harness.run;

import java.io.IOException;
import java.nio.file.Path;

/** The browser of the tests: the one that is named, or the one that is there. */
public final class Chromium {

    private static final Requisite REQUISITE =
            new Requisite("Chromium", Path.of("src/test/install/chromium.sh"));

    private Chromium() {}

    /** The executable. */
    public static String executable() throws IOException, InterruptedException {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return named;
        }
        REQUISITE.require();
        return "/usr/bin/chromium";
    }
}
