package dev.parley.harness.run;

import java.util.List;

/** Servers that the developer has installed, which the tests must not start. Stateless. */
public final class InstalledServers {

    /** With these, the start scripts of WildFly and Open Liberty run another installation. */
    private static final List<String> VARIABLES = List.of("JBOSS_HOME", "WLP_USER_DIR");

    private InstalledServers() {}

    /** Hides them from a process that is not started yet. */
    public static void hideFrom(ProcessBuilder process) {
        process.environment().keySet().removeAll(VARIABLES);
    }
}
