package dev.parley.bench.target;

import java.nio.file.Path;

/** Where the build has put things, as it says in system properties. */
public final class Places {

    private Places() {}

    /** The results of all runs. */
    public static Path results() {
        return path("results");
    }

    /** What servers write while they run; removed before each run. */
    public static Path work() {
        return path("work");
    }

    /** What peers are made of and need not be made again. */
    static Path programs() {
        return path("programs");
    }

    static Path war() {
        return path("war");
    }

    static Path wildfly() {
        return path("wildfly");
    }

    static Path liberty() {
        return path("liberty");
    }

    static Path libertyConfig() {
        return path("liberty.config");
    }

    /** The sources of the peers. */
    static Path peers() {
        return path("peers");
    }

    private static Path path(String name) {
        String value = System.getProperty("bench." + name);
        if (value == null) {
            throw new IllegalStateException("-Dbench." + name + " is missing: start it by Maven");
        }
        return Path.of(value).toAbsolutePath();
    }
}
