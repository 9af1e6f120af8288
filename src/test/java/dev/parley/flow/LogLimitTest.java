package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.WarningsOf;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogLimitTest {

    private static final Logger LOG = Logger.getLogger(LogLimitTest.class.getName());

    @RegisterExtension final WarningsOf warnings = new WarningsOf(LogLimitTest.class);

    private final AtomicLong clock = new AtomicLong();
    private final LogLimit limit = new LogLimit(clock::get);

    @Test
    void eachKindOfFailureIsLoggedOnceAMinute() {
        for (int i = 0; i < 100; i++) {
            limit.warn(LOG, "It failed", new IOException("at " + i));
            limit.warn(LOG, "It failed", new IllegalStateException("at " + i));
            limit.warn(LOG, "It is full");
        }
        assertEquals(3, warnings.records().size());
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        limit.warn(LOG, "It is full");
        assertEquals(
                "It is full (99 more since the last line)", warnings.records().get(3).getMessage());
    }

    @Test
    void theFirstFailureOfAKindIsLoggedWithItsCause() {
        IOException first = new IOException("first");
        limit.warn(LOG, "It failed", first);
        limit.warn(LOG, "It failed", new IOException("second"));
        assertEquals(first, warnings.records().get(0).getThrown());
    }
}
