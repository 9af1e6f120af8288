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
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * The key pair of development mode (RSA, 2048 bits): that of the file in {@code
 * parley.dev.key-file}, or one that is made when it is first needed and gone with the server.
 * Usable from any thread.
 */
@ApplicationScoped
public class DevKeys implements VerificationKeys {

    private static final Logger LOG = System.getLogger(DevKeys.class.getName());

    private final boolean enabled;
    private final Optional<Path> file;
    private RsaJsonWebKey pair;

    /** For the proxy of the container only. */
    protected DevKeys() {
        this.enabled = false;
        this.file = Optional.empty();
    }

    @Inject
    public DevKeys(Settings settings) {
        this.enabled = settings.dev().enabled();
        this.file = settings.dev().keyFile();
    }

    /** Warns at start-up: nobody should find out in production that this was on. */
    void warn(@Observes @Initialized(ApplicationScoped.class) Object start) {
        if (enabled) {
            LOG.log(
                    Level.WARNING,
                    "DEVELOPMENT MODE IS ON (parley.dev.enabled=true): anybody who reaches this"
                            + " server gets a token for any user, with any role, from /dev/token."
                            + " Never run it like this in production.");
        }
    }

    @Override
    public void prepare() {
        file.ifPresent(path -> pair());
    }

    @Override
    public Key keyFor(JsonWebSignature token) {
        return VerificationKeys.of(List.of(pair())).keyFor(token);
    }

    /**
     * The pair, with its {@code kid}.
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
            throw new IllegalStateException("This Java has no RSA", e);
        }
    }
}
