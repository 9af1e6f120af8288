package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.parley.history.OutcomeUnknownException;
import dev.parley.history.StoreUnavailableException;
import dev.parley.history.UnstorableException;
import dev.parley.hub.ErrorCode;
import dev.parley.hub.RefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    private static RefusedException refusal(RuntimeException failure) {
        return assertInstanceOf(RefusedException.class, Database.refusal(failure));
    }

    @Test
    void whoseDraftWasNotStoredMayComeAgain() {
        RefusedException told = refusal(new StoreUnavailableException("away", null));
        assertEquals(ErrorCode.UNAVAILABLE, told.code());
        assertEquals(Map.of("retryAfter", 1_000L), told.details());
    }

    @Test
    void whoseDraftMayBeStoredIsToldSo() {
        RefusedException told = refusal(new OutcomeUnknownException("away", null));
        assertEquals(ErrorCode.UNAVAILABLE, told.code());
        assertEquals(Map.of("retryAfter", 1_000L, "outcome", "unknown"), told.details());
    }

    @Test
    void whoseDraftCannotBeStoredIsNotAskedToComeAgain() {
        RuntimeException failure = new UnstorableException(null);
        assertSame(failure, Database.refusal(failure));
    }
}
