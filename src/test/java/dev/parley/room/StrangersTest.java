package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.WarningsOf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StrangersTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Strangers.class);

    private List<String> leases = List.of();
    private final Strangers strangers = new Strangers(() -> leases);

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            strangers.look();
        }
    }

    @Test
    void anotherNodeThatRenewsItsLeaseIsReportedOnce() {
        leases = List.of("other");
        look(4);
        assertEquals(0, warnings.records().size());
        look(10);
        assertEquals(1, warnings.records().size());
    }

    @Test
    void theLeaseOfANodeThatWasKilledIsNotReported() {
        leases = List.of("former");
        look(4);
        leases = List.of();
        look(1);
        leases = List.of("later");
        look(4);
        assertEquals(0, warnings.records().size());
    }
}
