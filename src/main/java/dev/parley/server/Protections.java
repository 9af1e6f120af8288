package dev.parley.server;

import java.util.EnumSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records protections that could not be installed, and logs them: one WARNING at start-up for all
 * of them, and later one for each that turns out to be missing. Thread-safe.
 */
public final class Protections {

    private static final Logger LOG = Logger.getLogger(Protections.class.getName());

    /** Installs a protection, or verifies that it can be installed. */
    interface Installation {
        void run() throws Exception;
    }

    private final Set<Protection> missing = EnumSet.noneOf(Protection.class);
    private @Nullable Throwable cause;

    /** The name of the server once the start-up is over. */
    private @Nullable String reportedServer;

    /**
     * Runs an installation; if it fails, its protections are recorded as missing.
     *
     * @return whether it succeeded
     */
    boolean install(Installation installation, Protection... protections) {
        try {
            installation.run();
            return true;
        } catch (Exception | LinkageError e) {
            for (Protection protection : protections) {
                lack(protection, e);
            }
            return false;
        }
    }

    /**
     * Records that a protection is missing; idempotent.
     *
     * @param reason null if the server is unknown
     */
    synchronized void lack(Protection protection, @Nullable Throwable reason) {
        if (!missing.add(protection)) {
            return;
        }
        if (reportedServer != null) {
            warn(reportedServer, Set.of(protection), reason);
        } else if (cause == null) {
            cause = reason;
        }
    }

    /** Returns the protections that could not be installed. */
    public synchronized Set<Protection> missing() {
        Set<Protection> copy = EnumSet.noneOf(Protection.class);
        copy.addAll(missing);
        return copy;
    }

    /** Returns the names of the missing protections, separated by commas, or {@code none}. */
    public String describe() {
        Set<Protection> now = missing();
        return now.isEmpty()
                ? "none"
                : now.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    /** Logs one WARNING if protections are missing; called once, at the end of the start-up. */
    public synchronized void report(String server) {
        if (!missing.isEmpty()) {
            warn(server, missing, cause);
        }
        reportedServer = server;
    }

    private static void warn(
            String server, Set<Protection> protections, @Nullable Throwable cause) {
        String list =
                protections.stream()
                        .map(protection -> protection + " (" + protection.consequence() + ")")
                        .collect(Collectors.joining("; "));
        LOG.log(
                Level.WARNING,
                server
                        + " does not offer what Parley needs for some protections. Missing: "
                        + list
                        + ". Use a server and a version that Parley is tested with.",
                cause);
    }
}
