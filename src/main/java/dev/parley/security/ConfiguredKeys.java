package dev.parley.security;

import dev.parley.config.Settings.Jwt;
import dev.parley.config.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Loads the keys configured by {@code mp.jwt.verify.publickey} and {@code
 * mp.jwt.verify.publickey.location}. Keys at an address are fetched when they are first needed; all
 * others are read immediately. Stateless.
 */
final class ConfiguredKeys {

    private static final Logger LOG = Logger.getLogger(ConfiguredKeys.class.getName());

    /** How many unusable keys a log line names. */
    private static final int SHOWN = 10;

    private static final String KEY = "mp.jwt.verify.publickey";
    private static final String LOCATION = "mp.jwt.verify.publickey.location";
    private static final int MAX_BYTES = 1024 * 1024;

    private ConfiguredKeys() {}

    /**
     * @throws SettingsException if the key does not exist or cannot be read
     */
    static VerificationKeys of(Jwt jwt) {
        if (jwt.publicKey().isPresent()) {
            return parse(KEY, jwt.publicKey().get(), jwt.algorithm());
        }
        if (jwt.publicKeyLocation().isEmpty()) {
            return VerificationKeys.of(List.of());
        }
        String location = jwt.publicKeyLocation().get();
        if (location.startsWith("http:")) {
            LOG.warning(
                    LOCATION
                            + " is an http: address: anybody who can change its responses can sign"
                            + " tokens; use https:");
        }
        if (location.startsWith("https:") || location.startsWith("http:")) {
            return new RemoteKeys(address(location), jwt.algorithm());
        }
        return parse(LOCATION, content(location), jwt.algorithm());
    }

    private static VerificationKeys parse(String setting, String text, String algorithm) {
        try {
            PublicKeys keys = PublicKeys.parse(text, algorithm);
            logSkipped(keys.skipped());
            return VerificationKeys.of(keys.usable());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(List.of(setting + " contains " + e.getMessage()));
        }
    }

    /** Names the unusable keys of a set, in one line. */
    static void logSkipped(List<String> keys) {
        if (!keys.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Skipping unusable keys: "
                            + String.join("; ", keys.subList(0, Math.min(keys.size(), SHOWN)))
                            + (keys.size() > SHOWN ? "; and others" : ""));
        }
    }

    private static URI address(String location) {
        try {
            URI address = URI.create(location);
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // reported below, without the address: it may contain a password
        }
        throw new SettingsException(List.of(LOCATION + " is not a valid address"));
    }

    private static String content(String location) {
        try (InputStream in = open(location)) {
            if (in == null) {
                throw wrong(location, "is neither a file nor a class path resource");
            }
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong(location, "cannot be read: " + e);
        }
    }

    /** A file takes precedence over a resource, as MicroProfile JWT requires. */
    private static @Nullable InputStream open(String location) throws IOException {
        if (location.startsWith("classpath:")) {
            return resource(location.substring("classpath:".length()));
        }
        Optional<Path> file = path(location).filter(Files::isRegularFile);
        return file.isPresent() ? Files.newInputStream(file.get()) : resource(location);
    }

    private static Optional<Path> path(String location) {
        try {
            return Optional.of(
                    location.startsWith("file:")
                            ? Path.of(URI.create(location))
                            : Path.of(location));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable InputStream resource(String name) {
        String relative = name.startsWith("/") ? name.substring(1) : name;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ConfiguredKeys.class.getClassLoader() : context;
        return loader.getResourceAsStream(relative);
    }

    private static SettingsException wrong(String location, String what) {
        return new SettingsException(List.of(LOCATION + "=" + location + " " + what));
    }
}
