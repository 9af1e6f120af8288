package dev.parley.security;

import java.io.IOException;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jspecify.annotations.Nullable;

/**
 * Keys that an identity provider serves over HTTP, as a JWKS (RFC 7517) or in another format of
 * {@link PublicKeys}. They are cached, refreshed periodically, and fetched again when a token names
 * an unknown key. During an outage the cached keys remain usable.
 *
 * <p>Thread-safe. No caller ever waits: one fetch at a time runs on a thread of its own, and a
 * caller that needs its result gets a {@link KeysUnavailableException} that says when to try again.
 *
 * <p>This is our own because {@code HttpsJwks} of jose4j 0.9.7 cannot tell unavailable keys from an
 * invalid token: after a failed refresh it prolongs its cache, and until the next one it reports a
 * key that the provider has added meanwhile as unknown, without a fetch or an error. Its callers
 * also wait for each other's fetches without a time limit, and while it has no keys, each token
 * costs a fetch.
 */
final class RemoteKeys implements VerificationKeys {

    private static final Logger LOG = Logger.getLogger(RemoteKeys.class.getName());

    /** The age at which cached keys are fetched again. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** How long cached keys remain usable while they cannot be fetched. */
    static final Duration USABLE = Duration.ofHours(2);

    /** The minimum time between two fetches, whatever tokens arrive. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration REMINDER = Duration.ofMinutes(1);

    private record Keys(List<JsonWebKey> list, long fetchedAt) {}

    private final URI address;
    private final String algorithm;
    private final LongSupplier nanoTime;
    private volatile @Nullable Keys keys;

    // Guarded by this.
    private @Nullable KeyDownload download;
    private @Nullable Executor threads;
    private @Nullable CompletableFuture<Void> fetching;
    private @Nullable Long triedAt;
    private @Nullable Long warnedAt;
    private @Nullable Throwable failure;

    /** The unusable keys that were logged last; for the thread that fetches. */
    private List<String> skipped = List.of();

    RemoteKeys(URI address, String algorithm) {
        this(address, algorithm, System::nanoTime);
    }

    RemoteKeys(URI address, String algorithm, LongSupplier nanoTime) {
        this.address = address;
        this.algorithm = algorithm;
        this.nanoTime = nanoTime;
    }

    /** Starts the first fetch, so that the first client need not wait for it. */
    @Override
    public void prepare(Executor fetches, Delay delay) {
        synchronized (this) {
            threads = fetches;
            download = new KeyDownload(address, fetches, delay);
        }
        refresh();
    }

    @Override
    public @Nullable Key keyFor(JsonWebSignature token) {
        Keys present = usable();
        if (present == null) {
            throw unavailable(refresh());
        }
        if (age(present) > FRESH.toNanos()) {
            refresh();
        }
        KeySelection selection = KeySelection.select(token, present.list());
        if (!selection.stale()) {
            return selection.key();
        }
        Optional<CompletionStage<Void>> newer = refresh();
        if (newer.isPresent() || hasFailed()) {
            // The token may be valid, signed with a key that has not been fetched yet.
            throw unavailable(newer);
        }
        Keys newest = usable();
        return newest == null ? null : KeySelection.select(token, newest.list()).key();
    }

    private @Nullable Keys usable() {
        Keys present = keys;
        return present == null || age(present) > USABLE.toNanos() ? null : present;
    }

    private long age(Keys present) {
        return nanoTime.getAsLong() - present.fetchedAt();
    }

    private synchronized boolean hasFailed() {
        return failure != null;
    }

    private synchronized KeysUnavailableException unavailable(
            Optional<CompletionStage<Void>> newer) {
        return new KeysUnavailableException(
                "The keys for tokens cannot be fetched", failure, newer.orElse(null));
    }

    /**
     * Starts a fetch, unless one is running or was just made.
     *
     * @return completes when the running fetch ends; empty if none is running
     */
    private Optional<CompletionStage<Void>> refresh() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Executor executor;
        KeyDownload get;
        synchronized (this) {
            if (fetching != null) {
                return Optional.of(fetching);
            }
            Long last = triedAt;
            executor = threads;
            get = download;
            if (executor == null
                    || get == null
                    || last != null && nanoTime.getAsLong() - last < PAUSE.toNanos()) {
                return Optional.empty();
            }
            fetching = begun;
        }
        try {
            executor.execute(() -> fetch(get, begun));
        } catch (RuntimeException | Error e) {
            // For example, no native thread can be made: a later call tries again.
            end(begun, e);
        }
        return Optional.of(begun);
    }

    private void fetch(KeyDownload get, CompletableFuture<Void> begun) {
        Throwable problem = null;
        try {
            long now = nanoTime.getAsLong();
            PublicKeys read = PublicKeys.parse(get.get(), algorithm);
            if (!read.skipped().equals(skipped)) {
                skipped = read.skipped();
                ConfiguredKeys.logSkipped(skipped);
            }
            keys = new Keys(read.usable(), now);
        } catch (IllegalArgumentException e) {
            problem = new IOException("the response contains " + e.getMessage());
        } catch (Throwable e) {
            problem = e;
        } finally {
            end(begun, problem);
        }
    }

    private void end(CompletableFuture<Void> begun, @Nullable Throwable problem) {
        long now = nanoTime.getAsLong();
        try {
            synchronized (this) {
                triedAt = now;
                fetching = null;
                boolean failedBefore = failure != null;
                failure = problem;
                note(problem, failedBefore, now);
            }
        } finally {
            // Not under the lock: others continue here. Also when memory does not suffice to log.
            begun.complete(null);
        }
    }

    /** Logs an outage: its beginning, at most one line a minute, and its end. */
    private synchronized void note(@Nullable Throwable problem, boolean failedBefore, long now) {
        if (problem == null) {
            if (failedBefore) {
                LOG.info("The keys for tokens can be fetched again");
            }
            warnedAt = null;
        } else if (warnedAt == null || now - warnedAt >= REMINDER.toNanos()) {
            LOG.log(Level.WARNING, "Cannot fetch the keys for tokens: {0}", problem.toString());
            warnedAt = now;
        }
    }
}
