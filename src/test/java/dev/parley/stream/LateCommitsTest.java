package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.flow.ManualClock;
import dev.parley.history.RoomStore;
import dev.parley.history.StoreUnavailableException;
import dev.parley.server.WarningsOf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LateCommitsTest {

    private final ManualClock clock = new ManualClock();
    private final Map<String, Long> stored = new HashMap<>();
    private final List<Set<String>> reads = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private boolean away;
    private boolean crowded;
    private boolean isOutOfThreads;

    @RegisterExtension private final WarningsOf warnings = new WarningsOf(LateCommits.class);

    private final LateCommits late =
            new LateCommits(
                    this::onReader,
                    clock.timers(),
                    this::heads,
                    (room, position) -> found.add(room + " " + position.rev()));

    private void onReader(Runnable task) {
        if (crowded) {
            throw new RejectedExecutionException("crowded");
        }
        if (isOutOfThreads) {
            throw new OutOfMemoryError("simulated: unable to create native thread");
        }
        task.run();
    }

    private List<RoomStore.Head> heads(Set<String> rooms) {
        reads.add(rooms);
        if (away) {
            throw new StoreUnavailableException("away");
        }
        return rooms.stream()
                .filter(stored::containsKey)
                .map(room -> new RoomStore.Head(room, "epoch", stored.get(room)))
                .toList();
    }

    private void look() {
        clock.advance(LateCommits.PAUSE);
    }

    @Test
    void aCommitThatTakesPlaceLaterIsFoundOnce() {
        stored.put("r", 3L);
        late.suspect("r");
        assertEquals(List.of(), reads);
        look();
        assertEquals(List.of("r 3"), found);
        look();
        stored.put("r", 4L);
        look();
        look();
        assertEquals(List.of("r 3", "r 4"), found);
    }

    @Test
    void theLooksEndAndLeaveNothing() {
        stored.put("r", 3L);
        late.suspect("r");
        late.suspect("gone");
        clock.advance(LateCommits.PATIENCE.multipliedBy(2));
        assertEquals(LateCommits.PATIENCE.dividedBy(LateCommits.PAUSE), reads.size());
        assertEquals(0, clock.waiting());
        late.suspect("r");
        look();
        assertEquals(List.of("r 3", "r 3"), found);
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgain() {
        stored.put("r", 3L);
        away = true;
        late.suspect("r");
        look();
        away = false;
        crowded = true;
        look();
        crowded = false;
        look();
        assertEquals(List.of("r 3"), found);
    }

    @Test
    void oneLookReadsAllRoomsUpToALimit() {
        IntStream.range(0, RoomStore.MOST_IDS + 10).forEach(i -> late.suspect("r" + i));
        look();
        assertEquals(1, reads.size());
        assertEquals(RoomStore.MOST_IDS, reads.get(0).size());
        assertTrue(clock.waiting() == 1);
    }

    @Test
    void theWatchSurvivesThatNoThreadCanBeStarted() {
        stored.put("r", 3L);
        late.suspect("r");
        isOutOfThreads = true;
        look();
        isOutOfThreads = false;
        look();
        assertEquals(List.of("r 3"), found);
    }

    @Test
    void roomsBeyondTheLimitAreReportedRarely() {
        IntStream.range(0, RoomStore.MOST_IDS).forEach(i -> late.suspect("r" + i));
        assertEquals(0, warnings.records().size());
        late.suspect("one more");
        late.suspect("and another");
        look();
        late.suspect("and another");
        assertEquals(1, warnings.records().size());
        clock.advance(LateCommits.PATIENCE);
        IntStream.range(0, RoomStore.MOST_IDS + 1).forEach(i -> late.suspect("s" + i));
        assertEquals(2, warnings.records().size());
    }
}
