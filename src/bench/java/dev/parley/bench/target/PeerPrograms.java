package dev.parley.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gets what the peers need: Redis from Debian, libraries from npm, then the compiler. */
public final class PeerPrograms {

    private PeerPrograms() {}

    /** Gets everything, so that later runs need no network. */
    public static void prepare() {
        requireRedis();
        nest();
    }

    /** Installs Redis where there is none. */
    static void requireRedis() {
        run(Places.peers(), "sh", "install.sh");
    }

    /**
     * Makes the peer on NestJS, unless libraries are there already.
     *
     * @return the folder in which {@code node dist/main.js} starts it
     */
    static Path nest() {
        Path sources = Places.peers().resolve("nest");
        Path made = Places.programs().resolve("nest");
        Path installed = made.resolve("node_modules/.package-lock.json");
        boolean current =
                isNewer(installed, sources.resolve("package-lock.json"))
                        && isNewer(installed, sources.resolve("package.json"));
        for (String part :
                List.of("package.json", "package-lock.json", ".npmrc", "tsconfig.json", "src")) {
            Folders.copy(sources.resolve(part), made.resolve(part));
        }
        if (!current) {
            run(made, "npm", "ci", "--no-audit", "--no-fund");
        }
        run(made, "npm", "run", "--silent", "build");
        return made;
    }

    private static boolean isNewer(Path made, Path source) {
        try {
            return Files.exists(made)
                    && Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(source))
                            > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path directory, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("failed: " + String.join(" ", command));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
