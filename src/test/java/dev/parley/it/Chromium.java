package dev.parley.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The browser of the tests: the one that is named, the one that is there, or a fresh one. */
final class Chromium {

    private static final Path DEFAULT = Path.of("/usr/bin/chromium");
    private static final Path INSTALLER = Path.of("src/test/chromium/install.sh");

    private Chromium() {}

    /**
     * The executable; installed by the project's own script where that is possible. Where there is
     * none, a developer's test is skipped, and that of the CI fails.
     */
    static String executable() throws IOException, InterruptedException {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return named;
        }
        boolean there = Files.isExecutable(DEFAULT) || install();
        if (!there && !"true".equals(System.getenv("CI"))) {
            assumeTrue(false, "no Chromium here");
        }
        return DEFAULT.toString();
    }

    private static boolean install() throws IOException, InterruptedException {
        Process installer =
                new ProcessBuilder("sh", INSTALLER.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(new File("target/chromium-install.log"))
                        .start();
        try {
            return installer.waitFor(10, TimeUnit.MINUTES) && installer.exitValue() == 0;
        } finally {
            installer.destroyForcibly();
        }
    }
}
