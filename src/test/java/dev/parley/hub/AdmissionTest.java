package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.TestSettings;
import dev.parley.flow.EndlessExecutor;
import dev.parley.flow.ManualClock;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Timers;
import dev.parley.security.KeysUnavailableException;
import dev.parley.security.TokenVerifier;
import dev.parley.server.WarningsOf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdmissionTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Admission.class);

    @Test
    void aFailureIsOneLineThatNamesItsCauseAndPlace() {
        Throwable bug = new IllegalStateException("a bug");
        new Admission().logFailure(new IllegalStateException("the guard failed", bug));
        LogRecord entry = warnings.records().get(0);
        assertNull(entry.getThrown());
        assertEquals(
                "A client cannot be admitted now: java.lang.IllegalStateException:"
                        + " the guard failed, caused by"
                        + " java.lang.IllegalStateException: a bug at "
                        + bug.getStackTrace()[0],
                entry.getMessage());
    }

    @Test
    void aFailureIsLoggedOnceAMinuteHoweverManyClientsCauseIt() {
        Admission admission = new Admission();
        Throwable outage = new IllegalStateException("no keys");
        for (int i = 0; i < 100; i++) {
            admission.logFailure(outage);
        }
        assertEquals(1, warnings.records().size());
    }

    @Test
    void aTokenWaitsForTheKeysOnlyForAWhile() {
        ManualClock clock = new ManualClock();
        Admission admission = new Admission();
        admission.settings = TestSettings.with();
        admission.tokens = new WithoutKeys();
        admission.threads =
                new ThreadPools() {
                    @Override
                    public Timers timers() {
                        return clock.timers();
                    }

                    @Override
                    public ExecutorService admissions() {
                        return new EndlessExecutor(Runnable::run);
                    }
                };
        CompletableFuture<User> admitted = admission.admit("token").toCompletableFuture();
        assertFalse(admitted.isDone());
        clock.advance(Admission.KEYS_PATIENCE);
        assertTrue(admitted.isCompletedExceptionally());
    }

    /** Keys whose fetch never ends. */
    private static final class WithoutKeys extends TokenVerifier {
        @Override
        public User verify(String token) {
            throw new KeysUnavailableException("no keys", null, new CompletableFuture<>());
        }
    }

    @Test
    void whatWasLoggedAlreadyIsNotLoggedAgain() {
        new Admission().logFailure(new RefusedException(ErrorCode.UNAVAILABLE));
        assertEquals(List.of(), warnings.records());
    }
}
