package dev.parley.conformance.lab;

import dev.parley.engineio.HandshakeRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the application was told about handshakes that were refused. Thread-safe. */
@ApplicationScoped
public class Refusals {

    private final Set<List<String>> seen = ConcurrentHashMap.newKeySet();

    void onRefusal(@Observes HandshakeRefused refusal) {
        seen.add(List.of(refusal.code(), refusal.message(), refusal.path()));
    }

    /** Code, message and path of each kind. */
    Set<List<String>> seen() {
        return Collections.unmodifiableSet(seen);
    }
}
