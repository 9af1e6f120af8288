package dev.parley.devmode;

import dev.parley.config.Settings;
import dev.parley.security.VerificationKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.Key;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The key pair of development mode (RSA, 2048 bits): read from {@code parley.dev.key-file}, or
 * generated when it is first needed and kept in memory only. Thread-safe.
 */
@ApplicationScoped
public class DevKeys implements VerificationKeys {

    private static final Logger LOG = System.getLogger(DevKeys.class.getName());

    private final boolean enabled;
    private final Optional<Path> file;
    private @Nullable RsaJsonWebKey pair;

    /** For the container's proxy. */
    protected DevKeys() {
        this.enabled = false;
        this.file = Optional.empty();
    }

    @Inject
    public DevKeys(Settings settings) {
        this.enabled = settings.dev().enabled();
        this.file = settings.dev().keyFile();
    }

    /** Warns at start-up, so that development mode is never left on in production unnoticed. */
    void warn(@Observes @Initialized(ApplicationScoped.class) Object start) {
        if (enabled) {
            LOG.log(
                    Level.WARNING,
                    "DEVELOPMENT MODE IS ON (parley.dev.enabled=true): anybody who reaches this"
                            + " server can get a token for any user, with any role, from"
                            + " /dev/token. Never use it in production.");
        }
    }

    @Override
    public void prepare(Executor fetches, Delay delay) {
        file.ifPresent(path -> pair());
    }

    @Override
    public @Nullable Key keyFor(JsonWebSignature token) {
        return VerificationKeys.of(List.of(pair())).keyFor(token);
    }

    /**
     * The key pair, with its {@code kid}.
     *
     * @throws IllegalStateException if development mode is off
     */
    synchronized RsaJsonWebKey pair() {
        if (!enabled) {
            throw new IllegalStateException("parley.dev.enabled is off");
        }
        if (pair == null) {
            pair = file.map(path -> new DevKeyFile(path).load()).orElseGet(DevKeys::generate);
        }
        return pair;
    }

    static RsaJsonWebKey generate() {
        try {
            RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId("dev-" + UUID.randomUUID());
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException("This JVM does not support RSA", e);
        }
    }
}
