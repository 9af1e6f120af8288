package dev.parley.harness.run;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The browser of the tests: {@code CHROMIUM} of the environment, or else the headless shell, which
 * has no window to draw and needs a third of the time of the whole browser.
 */
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
        return "/usr/bin/chromium-headless-shell";
    }
}
