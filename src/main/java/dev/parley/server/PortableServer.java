package dev.parley.server;

import jakarta.websocket.Session;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unknown server, used through the specifications alone. Lacks every protection that needs more.
 * Thread-safe.
 */
final class PortableServer implements ApplicationServer {

    /** They depend on the persistence provider, or only certain servers need them. */
    private static final Set<Protection> SPECIFIC =
            EnumSet.of(Protection.READ_RETRIES, Protection.HANDSHAKES, Protection.DIRECT_SENDS);

    private final String name;

    private final Protections protections = new Protections();

    /**
     * Creates the server.
     *
     * @param reason why no other implementation is used; null if the server is unknown
     */
    PortableServer(String name, @Nullable Throwable reason) {
        this.name = name;
        for (Protection protection : Protection.values()) {
            if (!SPECIFIC.contains(protection)) {
                protections.lack(protection, reason);
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Protections protections() {
        return protections;
    }

    /** The specification allows a server to fail a second send while one is in progress. */
    @Override
    public int sendWindow() {
        return 1;
    }

    @Override
    public boolean sendsCanBlock() {
        return true;
    }

    /** Unknown for this server; annotated endpoints work on all servers. */
    @Override
    public boolean boundsAnnotatedEndpoints() {
        return true;
    }

    @Override
    public SessionControl control(Session session) {
        return SessionControl.NONE;
    }

    @Override
    public Optional<Runnable> requestAbort() {
        return Optional.empty();
    }

    @Override
    public boolean limitRequests(RequestLimits limits) {
        return false;
    }

    @Override
    public Runnable onStop(Runnable stopping, Runnable resumed) {
        return () -> {};
    }
}
