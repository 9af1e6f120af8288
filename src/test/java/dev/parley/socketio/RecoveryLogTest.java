package dev.parley.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.api.Loss;
import dev.parley.flow.Frame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryLogTest {

    private static final int SIZE = 10;

    private final RecoveryLog log = new RecoveryLog(5 * SIZE);

    private void add(String... offsets) {
        for (String offset : offsets) {
            log.add(offset, Frame.of(offset, SIZE, Loss.NEVER));
        }
    }

    private Optional<List<Object>> after(String offset) {
        return log.after(offset)
                .map(frames -> frames.stream().map(frame -> frame.parts().get(0)).toList());
    }

    @Test
    void whatCameAfterAnOffsetIsGivenInItsOrder() {
        add("a", "b", "c");
        assertEquals(Optional.of(List.of("b", "c")), after("a"));
    }

    @Test
    void nothingCameAfterTheLastOffset() {
        add("a", "b");
        assertEquals(Optional.of(List.of()), after("b"));
    }

    @Test
    void anOffsetThatNobodyGaveIsNotKnown() {
        add("a");
        assertEquals(Optional.empty(), after("x"));
    }

    @Test
    void withoutAnyEventNoOffsetIsKnown() {
        assertEquals(Optional.empty(), after("a"));
    }

    @Test
    void theLastThatDoesNotFitIsStillAPlaceToBeginAt() {
        add("a", "b", "c", "d", "e", "f");
        assertEquals(Optional.of(List.of("b", "c", "d", "e", "f")), after("a"));
    }

    @Test
    void whatIsBeforeTheBoundIsForgotten() {
        add("a", "b", "c", "d", "e", "f", "g");
        assertEquals(Optional.empty(), after("a"));
        assertEquals(Optional.of(List.of("c", "d", "e", "f", "g")), after("b"));
    }

    @Test
    void whatIsLargerThanTheBoundIsNotKept() {
        add("a");
        log.add("huge", Frame.of("huge", 6 * SIZE, Loss.NEVER));
        assertEquals(Optional.empty(), after("a"));
        assertEquals(Optional.of(List.of()), after("huge"));
    }

    @Test
    void whatTheClientHadBeforeItsPongIsForgotten() {
        add("a", "b");
        log.pinged();
        add("c");
        log.ponged();
        assertEquals(Optional.empty(), after("a"));
        assertEquals(Optional.of(List.of("c")), after("b"));
    }

    @Test
    void aPongThatNobodyAskedForChangesNothing() {
        add("a", "b");
        log.ponged();
        assertEquals(Optional.of(List.of("b")), after("a"));
    }

    @Test
    void aPingBeforeTheFirstEventForgetsNothing() {
        log.pinged();
        add("a", "b");
        log.ponged();
        assertEquals(Optional.of(List.of("b")), after("a"));
    }

    @Test
    void aPongForWhatTheBoundHasForgottenForgetsNoMore() {
        add("a");
        log.pinged();
        add("b", "c", "d", "e", "f", "g");
        log.ponged();
        assertEquals(Optional.of(List.of("c", "d", "e", "f", "g")), after("b"));
    }
}
