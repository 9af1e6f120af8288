package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {

    private final AtomicLong clock = new AtomicLong();
    private final List<String> lines = new ArrayList<>();
    private final RefusalLog log = new RefusalLog(clock::get, lines::add);

    @Test
    void eachReasonIsLoggedOnceAMinute() {
        for (int i = 0; i < 5; i++) {
            log.note("audience is account, expected parley");
            log.note("the token has expired");
        }
        assertEquals(
                List.of(
                        "Refused a token: audience is account, expected parley",
                        "Refused a token: the token has expired"),
                lines);

        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        log.note("the token has expired");
        assertEquals(
                "Refused a token: the token has expired (4 more since the last line)",
                lines.get(2));
    }

    @Test
    void manyReasonsShareALineAndAreForgotten() {
        for (int i = 0; i < 1_000; i++) {
            log.note("reason " + i);
        }
        assertEquals(21, lines.size());
        assertEquals("Refused a token: various other reasons", lines.get(20));

        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        log.note("a new reason");
        assertEquals("Refused a token: a new reason", lines.get(21));
    }
}
