package dev.parley.security;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jspecify.annotations.Nullable;

/**
 * Keys that an identity provider serves over HTTP, as a JWKS (RFC 7517) or in another format of
 * {@link PublicKeys}. They are cached, refreshed periodically, and fetched again when a token names
 * an unknown key. During an outage the cached keys remain usable.
 *
 * <p>Thread-safe. One thread at a time fetches; meanwhile the others use the cached keys, or wait
 * if there are none.
 */
final class RemoteKeys implements VerificationKeys {

    private static final Logger LOG = System.getLogger(RemoteKeys.class.getName());

    /** The age at which cached keys are fetched again. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** How long cached keys remain usable while they cannot be fetched. */
    static final Duration USABLE = Duration.ofHours(2);

    /** The minimum time between two fetches, whatever tokens arrive. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private record Keys(List<JsonWebKey> list, long fetchedAt) {}

    private final URI address;
    private final String algorithm;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Keys keys;
    private volatile @Nullable Long triedAt;
    private volatile @Nullable IOException failure;

    /** The unusable keys that were logged last; guarded by the lock. */
    private List<String> skipped = List.of();

    RemoteKeys(URI address, String algorithm) {
        this(address, algorithm, System::nanoTime);
    }

    RemoteKeys(URI address, String algorithm, LongSupplier nanoTime) {
        this.address = address;
        this.algorithm = algorithm;
        this.nanoTime = nanoTime;
    }

    @Override
    public @Nullable Key keyFor(JsonWebSignature token) {
        Keys present = keys;
        if (present == null) {
            fetching.lock();
            fetchUnlessJustTried();
        } else if (age(present) > FRESH.toNanos() && fetching.tryLock()) {
            fetchUnlessJustTried();
        }
        KeySelection selection = KeySelection.select(token, usable().list());
        if (!selection.stale()) {
            return selection.key();
        }
        fetching.lock();
        fetchUnlessJustTried();
        if (failure != null) {
            // The token may be valid, signed with a key that cannot be fetched now.
            throw unavailable();
        }
        return KeySelection.select(token, usable().list()).key();
    }

    private long age(Keys present) {
        return nanoTime.getAsLong() - present.fetchedAt();
    }

    private Keys usable() {
        Keys present = keys;
        if (present == null || age(present) > USABLE.toNanos()) {
            throw unavailable();
        }
        return present;
    }

    private KeysUnavailableException unavailable() {
        return new KeysUnavailableException("The keys for tokens cannot be fetched", failure);
    }

    /** Called with the lock held; releases it. */
    private void fetchUnlessJustTried() {
        try {
            long now = nanoTime.getAsLong();
            Long last = triedAt;
            if (last != null && now - last < PAUSE.toNanos()) {
                return;
            }
            try {
                keys = new Keys(fetch(), now);
                failure = null;
            } catch (IOException e) {
                failure = e;
                LOG.log(Level.WARNING, "Cannot fetch the keys for tokens: " + e.getMessage());
            }
            // Set after the fetch, so that threads that waited for a slow one do not start another.
            triedAt = nanoTime.getAsLong();
        } finally {
            fetching.unlock();
        }
    }

    private List<JsonWebKey> fetch() throws IOException {
        String text = KeyDownload.get(address);
        try {
            PublicKeys read = PublicKeys.parse(text, algorithm);
            if (!read.skipped().equals(skipped)) {
                skipped = read.skipped();
                ConfiguredKeys.logSkipped(skipped);
            }
            return read.usable();
        } catch (IllegalArgumentException e) {
            throw new IOException("the response contains " + e.getMessage());
        }
    }
}
