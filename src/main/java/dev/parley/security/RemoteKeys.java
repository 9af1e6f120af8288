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

/**
 * Keys that an identity provider serves over HTTP, as a JWKS (RFC 7517) or in another format of
 * {@link PublicKeys}. They are kept, renewed now and then, and looked up anew when a token names a
 * key that is not among them; an outage is bridged with the keys at hand.
 *
 * <p>Usable from any thread. One thread at a time fetches; while it does, the others go on with the
 * keys at hand or wait for it if there are none.
 */
final class RemoteKeys implements VerificationKeys {

    private static final Logger LOG = System.getLogger(RemoteKeys.class.getName());

    /** After which keys at hand are fetched again. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** For which keys at hand are used while they cannot be fetched. */
    static final Duration USABLE = Duration.ofHours(2);

    /** Least time between two fetches, whatever tokens come in. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private record Keys(List<JsonWebKey> list, long fetchedAt) {}

    private final URI address;
    private final String algorithm;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Keys keys;
    private volatile Long triedAt;
    private volatile IOException failure;

    RemoteKeys(URI address, String algorithm) {
        this(address, algorithm, System::nanoTime);
    }

    RemoteKeys(URI address, String algorithm, LongSupplier nanoTime) {
        this.address = address;
        this.algorithm = algorithm;
        this.nanoTime = nanoTime;
    }

    @Override
    public Key keyFor(JsonWebSignature token) {
        if (keys == null) {
            fetching.lock();
            fetchUnlessJustTried();
        } else if (age() > FRESH.toNanos() && fetching.tryLock()) {
            fetchUnlessJustTried();
        }
        KeySelection selection = KeySelection.select(token, usable().list());
        if (!selection.stale()) {
            return selection.key();
        }
        fetching.lock();
        fetchUnlessJustTried();
        if (failure != null) {
            // The token may be good, with a key that cannot be seen now.
            throw unavailable();
        }
        return KeySelection.select(token, usable().list()).key();
    }

    private long age() {
        return nanoTime.getAsLong() - keys.fetchedAt();
    }

    private Keys usable() {
        Keys present = keys;
        if (present == null || age() > USABLE.toNanos()) {
            throw unavailable();
        }
        return present;
    }

    private KeysUnavailableException unavailable() {
        return new KeysUnavailableException("The keys for tokens cannot be fetched", failure);
    }

    /** Called with the lock held; gives it back. */
    private void fetchUnlessJustTried() {
        try {
            long now = nanoTime.getAsLong();
            if (triedAt != null && now - triedAt < PAUSE.toNanos()) {
                return;
            }
            try {
                keys = new Keys(fetch(), now);
                failure = null;
            } catch (IOException e) {
                failure = e;
                LOG.log(Level.WARNING, "Cannot fetch the keys for tokens: {0}", e);
            }
            // After the fetch, so that those who waited for a slow one do not start the next.
            triedAt = nanoTime.getAsLong();
        } finally {
            fetching.unlock();
        }
    }

    private List<JsonWebKey> fetch() throws IOException {
        String text = KeyDownload.get(address);
        try {
            return PublicKeys.parse(text, algorithm);
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer holds " + e.getMessage());
        }
    }
}
