package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.WarningsOf;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.protocols.TCP;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PortLogTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(TCP.class);

    private final AtomicLong now = new AtomicLong();
    private final PortLog log = new PortLog(now::get);

    private int warned() {
        return warnings.records().size();
    }

    @Test
    void eachKindIsLoggedOnceAMinute() {
        for (int i = 0; i < 100; i++) {
            log.warn("%s failed: %s", "peer " + i, new IOException());
            log.warn("%s failed: %s", "peer " + i, new IllegalStateException());
            log.error("failed");
        }
        assertEquals(3, warned());
        now.addAndGet(Duration.ofMinutes(1).toNanos());
        log.warn("%s failed: %s", "peer", new IOException());
        assertEquals(4, warned());
    }

    @Test
    void manyKindsAreBounded() {
        for (int i = 0; i < 1_000; i++) {
            log.warn("failed in way " + i);
        }
        assertEquals(50, warned());
    }
}
