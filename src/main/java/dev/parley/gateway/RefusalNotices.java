package dev.parley.gateway;

import dev.parley.api.ErrorCode;
import dev.parley.hub.LocalSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the notices about an exceeded rate limit to one per second and socket: a flood of events
 * must not cause a flood of replies. Thread-safe.
 */
final class RefusalNotices {

    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Map<String, Long> latest = new ConcurrentHashMap<>();

    boolean allow(LocalSocket socket, ErrorCode code) {
        if (!code.equals(ErrorCode.RATE_LIMITED)) {
            return true;
        }
        long now = System.nanoTime();
        boolean[] allowed = new boolean[1];
        latest.compute(
                socket.id(),
                (id, before) -> {
                    allowed[0] = before == null || now - before >= PAUSE_NANOS;
                    return allowed[0] ? (Long) now : before;
                });
        return allowed[0];
    }

    void forget(LocalSocket socket) {
        latest.remove(socket.id());
    }
}
