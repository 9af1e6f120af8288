package dev.parley.hub;

import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.LogLimit;
import dev.parley.flow.ThreadPools;
import dev.parley.security.AuthenticationException;
import dev.parley.security.KeysUnavailableException;
import dev.parley.security.TokenVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Admits users: verifies their token and stores the user. Thread-safe. */
@ApplicationScoped
public class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class.getName());

    /** How long a token waits for the keys: longer than a fetch should take. */
    static final Duration KEYS_PATIENCE = Duration.ofSeconds(15);

    @Inject TokenVerifier tokens;
    @Inject Adapter adapter;
    @Inject ThreadPools threads;
    @Inject Settings settings;

    private final LogLimit failures = new LogLimit();

    /**
     * Verifies a token and stores its user, on other threads. If the keys are being fetched, the
     * token waits for them without a thread, at most 15 seconds.
     *
     * @param token null if the client sent none
     * @return the user; fails with {@link AuthenticationException}, which the client is to receive,
     *     or with any other exception, after which the client should retry
     */
    public CompletionStage<User> admit(@Nullable String token) {
        CompletableFuture<User> admitted = new CompletableFuture<>();
        threads.admissions().execute(() -> attempt(token, admitted, true));
        return admitted;
    }

    private void attempt(
            @Nullable String token, CompletableFuture<User> admitted, boolean mayWait) {
        try {
            User user = identify(token);
            remember(user);
            admitted.complete(user);
        } catch (KeysUnavailableException e) {
            CompletionStage<Void> fetch = e.fetch().orElse(null);
            if (mayWait && fetch != null) {
                threads.timers()
                        .within(KEYS_PATIENCE, fetch, null)
                        .thenRun(() -> again(token, admitted));
            } else {
                admitted.completeExceptionally(e);
            }
        } catch (AuthenticationException | RuntimeException | Error e) {
            admitted.completeExceptionally(e);
        }
    }

    private void again(@Nullable String token, CompletableFuture<User> admitted) {
        try {
            threads.admissions().execute(() -> attempt(token, admitted, false));
        } catch (RuntimeException | Error e) {
            admitted.completeExceptionally(e);
        }
    }

    /**
     * Verifies a token on this thread, without waiting for the network or the database.
     *
     * @param token null if the client sent none
     * @throws KeysUnavailableException if the keys are not known now
     */
    public User identify(@Nullable String token) throws AuthenticationException {
        boolean none = token == null || token.isBlank();
        return none && settings.auth().anonymous()
                ? tokens.anonymous(UUID.randomUUID().toString())
                : tokens.verify(token);
    }

    /** The failure, what caused it, and where that happened. */
    private static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return (root == failure ? "" : failure + ", caused by ") + root + where;
    }

    /**
     * Stores an identified user on another thread.
     *
     * @return fails with any exception, after which the client should retry
     */
    public CompletionStage<Void> store(User user) {
        try {
            return CompletableFuture.runAsync(() -> remember(user), threads.admissions());
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void remember(User user) {
        if (!user.anonymous()) {
            adapter.remember(user);
        }
    }

    /**
     * Logs why a client cannot be admitted through no fault of its own. Each reason is logged at
     * most once a minute, because anybody can cause it; every stack trace is logged at level FINE.
     * A {@link RefusedException} was logged where it was thrown, so it appears only at level FINE.
     */
    public void logFailure(Throwable cause) {
        if (!(cause instanceof RefusedException)) {
            failures.warn(LOG, "A client cannot be admitted now: " + describe(cause));
        }
        LOG.log(Level.FINE, "A client cannot be admitted now", cause);
    }
}
