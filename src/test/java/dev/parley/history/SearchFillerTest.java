package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.server.WarningsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SearchFillerTest {

    @RegisterExtension private final WarningsOf warnings = new WarningsOf(SearchFiller.class);

    /** The rooms whose words are not written. */
    private final TreeSet<String> rooms = new TreeSet<>();

    private final List<String> failing = new ArrayList<>();
    private int tries;
    private Throwable outage;

    private final SearchIndex index =
            new SearchIndex() {
                @Override
                List<String> unwritten(Kind kind, String after, int limit) {
                    return kind == Kind.USER
                            ? List.of()
                            : rooms.tailSet(after, false).stream().limit(limit).toList();
                }

                @Override
                int write(Kind kind, List<String> ids) {
                    tries++;
                    if (outage instanceof Error error) {
                        throw error;
                    }
                    if (ids.stream().anyMatch(failing::contains)) {
                        throw new IllegalStateException("bad");
                    }
                    return rooms.removeAll(ids) ? ids.size() : 0;
                }
            };

    private final SearchFiller filler =
            new SearchFiller(
                    index,
                    new Transactions(null, () -> 0) {
                        @Override
                        public <T> T call(Supplier<T> work) {
                            return work.get();
                        }
                    });

    @BeforeEach
    void create() {
        IntStream.range(100, 250).mapToObj(i -> "r" + i).forEach(rooms::add);
    }

    private List<String> parameters() {
        return warnings.records().stream()
                .map(LogRecord::getParameters)
                .map(parameters -> parameters[0] + " " + parameters[1])
                .toList();
    }

    @Test
    void theRowsBehindARowThatFailsBecomeSearchable() {
        failing.addAll(List.of("r100", "r200"));
        filler.fill();
        assertEquals(List.copyOf(failing), List.copyOf(rooms));
        assertEquals(List.of("2 r100"), parameters());
    }

    @Test
    void aRowThatFailsIsTriedAndReportedOnce() {
        failing.addAll(List.of("r100", "r200"));
        filler.fill();
        tries = 0;
        rooms.add("r300");
        filler.fill();
        assertEquals(List.copyOf(failing), List.copyOf(rooms));
        assertEquals(1, tries);
        assertEquals(1, warnings.records().size());
    }

    @Test
    void anErrorIsReportedAndTheNextRoundGoesOn() {
        outage = new OutOfMemoryError();
        filler.fill();
        assertEquals(1, warnings.records().size());
        outage = null;
        filler.fill();
        assertEquals(List.of(), List.copyOf(rooms));
    }
}
