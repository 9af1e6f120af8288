package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.server.WarningsOf;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdmissionTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Admission.class);

    @Test
    void aFailureIsOneLineThatNamesItsCauseAndPlace() {
        Throwable bug = new IllegalStateException("a bug");
        Admission.logFailure(new IllegalStateException("the guard failed", bug));
        LogRecord entry = warnings.records().get(0);
        assertNull(entry.getThrown());
        assertEquals(
                "java.lang.IllegalStateException: the guard failed, caused by"
                        + " java.lang.IllegalStateException: a bug at "
                        + bug.getStackTrace()[0],
                entry.getParameters()[0]);
    }

    @Test
    void whatWasLoggedAlreadyIsNotLoggedAgain() {
        Admission.logFailure(new RefusedException(ErrorCode.UNAVAILABLE));
        assertEquals(List.of(), warnings.records());
    }
}
