package dev.parley.config;

import dev.parley.config.Settings.Auth;
import dev.parley.config.Settings.Channels;
import dev.parley.config.Settings.Chat;
import dev.parley.config.Settings.Connections;
import dev.parley.config.Settings.Cookie;
import dev.parley.config.Settings.Cors;
import dev.parley.config.Settings.Database;
import dev.parley.config.Settings.Dev;
import dev.parley.config.Settings.Drain;
import dev.parley.config.Settings.Errors;
import dev.parley.config.Settings.Heartbeat;
import dev.parley.config.Settings.History;
import dev.parley.config.Settings.Inbox;
import dev.parley.config.Settings.Jwt;
import dev.parley.config.Settings.Outbox;
import dev.parley.config.Settings.Presence;
import dev.parley.config.Settings.Presence.Scope;
import dev.parley.config.Settings.Rate;
import dev.parley.config.Settings.Recovery;
import dev.parley.config.Settings.Rooms;
import dev.parley.config.Settings.Transports;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes {@link Settings} out of named values: the one place that knows each setting's name, default
 * and limits. For one thread.
 */
public final class SettingsReader {

    /** The issuer of development tokens where none is configured. */
    static final String DEV_ISSUER = "parley-dev";

    static final String KEY = "mp.jwt.verify.publickey";
    static final String KEY_LOCATION = "mp.jwt.verify.publickey.location";
    private static final String KEY_ALGORITHM = "mp.jwt.verify.publickey.algorithm";
    private static final String DEV = "parley.dev.enabled";
    private static final String DEV_KEY_FILE = "parley.dev.key-file";
    private static final String ANONYMOUS = "parley.auth.anonymous";

    private static final List<String> ALGORITHMS =
            List.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                    "ES512");

    private static final String CHANNEL_RULES = "parley.channels.rules";
    private static final String STANDARD_CHANNEL_RULES = "price:*=*; account:{sub}=*";
    private static final String COOKIE_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String WEBSOCKET = "websocket";
    private static final String POLLING = "polling";

    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;
    private static final int MANY = 1_000_000;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofHours(24);

    private final Values values;

    /**
     * @param source finds the value of a setting by its name
     */
    public SettingsReader(Function<String, Optional<String>> source) {
        this.values = new Values(source);
    }

    /**
     * Reads and validates all settings.
     *
     * @throws SettingsException naming every setting that is wrong
     */
    public Settings read() {
        Connections connections = connections();
        Dev dev = dev();
        Auth auth = auth();
        Settings settings =
                new Settings(
                        values.flag("parley.enabled", true),
                        values.flag("parley.debug", false),
                        version(),
                        heartbeat(),
                        connections,
                        transports(),
                        cors(),
                        new Rate(
                                values.number("parley.rate.limit", 100, 1, MANY),
                                values.duration(
                                        "parley.rate.window", Duration.ofSeconds(60), MOMENT, DAY)),
                        auth,
                        new Database(
                                values.flag("parley.database.migrate", true),
                                values.flag("parley.database.durable", true)),
                        new ClusterSettings(values).read(),
                        new History(
                                values.number("parley.history.page", 50, 1, 100),
                                values.number("parley.recovery.limit", 1_000, 1, 100_000)),
                        new Recovery(
                                values.duration(
                                        "parley.recovery.window",
                                        Duration.ofMinutes(2),
                                        Duration.ZERO,
                                        HOUR)),
                        new Drain(
                                values.duration(
                                        "parley.drain.spread",
                                        Duration.ofSeconds(30),
                                        Duration.ZERO,
                                        HOUR)),
                        new Chat(values.number("parley.text.max-length", 1_000, 1, 100_000)),
                        new Rooms(
                                values.flag("parley.rooms.auto-create", true),
                                values.number("parley.rooms.capacity", 0, 0, MANY),
                                values.duration(
                                        "parley.rooms.idle-cleanup",
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        Duration.ofDays(3_650))),
                        presence(),
                        channels(),
                        new Outbox(buffer("parley.outbox.bytes", MIB, connections.maxPayload())),
                        new Inbox(
                                values.number("parley.inbox.events", 32, 1, 10_000),
                                buffer("parley.inbox.bytes", 128 * KIB, connections.maxPayload())),
                        new Errors(values.flag("parley.errors.exception-event", true)),
                        dev,
                        jwt(dev));
        checkKeys(settings);
        if (!values.problems().isEmpty()) {
            throw new SettingsException(values.problems());
        }
        return settings;
    }

    /** The names of all settings that exist; complete once {@link #read()} was called. */
    public Set<String> names() {
        return Set.copyOf(values.names());
    }

    private String version() {
        // Resources that no build has filtered still hold the placeholder.
        return values.text("parley.version").filter(v -> !v.startsWith("@")).orElse("unknown");
    }

    private Heartbeat heartbeat() {
        return new Heartbeat(
                values.duration("parley.ping-interval", Duration.ofSeconds(25), MOMENT, HOUR),
                values.duration("parley.ping-timeout", Duration.ofSeconds(20), MOMENT, HOUR),
                values.duration("parley.connect-timeout", Duration.ofSeconds(45), MOMENT, HOUR));
    }

    private Connections connections() {
        return new Connections(
                values.number("parley.max-connections", 20_000, 1, MANY),
                values.number("parley.max-connections-per-user", 100, 1, MANY),
                values.bytes("parley.max-payload", 64 * KIB, 100, 16 * MIB));
    }

    private Auth auth() {
        return new Auth(
                values.flag(ANONYMOUS, false),
                values.duration("parley.auth.warn", Duration.ofSeconds(60), Duration.ZERO, DAY),
                values.duration("parley.auth.grace", Duration.ofSeconds(30), Duration.ZERO, DAY));
    }

    private Transports transports() {
        List<String> named = values.list("parley.transports");
        List<String> wrong =
                named.stream()
                        .filter(name -> !name.equals(WEBSOCKET) && !name.equals(POLLING))
                        .toList();
        if (!wrong.isEmpty()) {
            values.wrong(
                    "parley.transports", String.join(",", wrong), "websocket, polling, or both");
        }
        boolean all = named.isEmpty();
        return new Transports(
                path(),
                all || named.contains(WEBSOCKET),
                all || named.contains(POLLING),
                values.duration("parley.upgrade-timeout", Duration.ofSeconds(10), MOMENT, HOUR),
                values.number("parley.max-attachments", 10, 0, 1_000),
                cookie(),
                values.flag("parley.serve-client", true));
    }

    private String path() {
        String path = values.text("parley.path").orElse("/socket.io");
        String clean = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (!clean.matches("(/[A-Za-z0-9._~-]+)+")
                || clean.matches("/(ws|api|dev|vendor|health|metrics|openapi)(/.*)?")) {
            values.wrong(
                    "parley.path",
                    path,
                    "a path of its own such as /socket.io, without anything after it");
        }
        return clean;
    }

    private Optional<Cookie> cookie() {
        Optional<String> name = values.text("parley.cookie.name");
        if (name.isPresent() && !name.get().matches(COOKIE_NAME)) {
            values.wrong("parley.cookie.name", name.get(), "the name of a cookie");
        }
        String path = values.text("parley.cookie.path").orElse("/");
        if (!path.matches("/[!-:<-~]*")) {
            values.wrong("parley.cookie.path", path, "a path");
        }
        String sameSite =
                values.choice(
                        "parley.cookie.same-site",
                        "Lax",
                        List.of("Lax", "Strict", "None"),
                        Function.identity());
        boolean secure = values.flag("parley.cookie.secure", false);
        if (sameSite.equals("None") && !secure) {
            values.problem(
                    "parley.cookie.same-site=None wants parley.cookie.secure=true: browsers drop"
                            + " the cookie otherwise");
        }
        return name.map(n -> new Cookie(n, path, sameSite, secure));
    }

    private Channels channels() {
        String text = values.text(CHANNEL_RULES).orElse(STANDARD_CHANNEL_RULES);
        List<ChannelRule> rules = new ArrayList<>();
        for (String rule : text.split(";")) {
            Optional<ChannelRule> parsed = ChannelRule.parse(rule);
            if (parsed.isPresent()) {
                rules.add(parsed.get());
            } else if (!rule.isBlank()) {
                values.wrong(
                        CHANNEL_RULES,
                        rule.strip(),
                        "pattern=role or pattern=role,role, separated by semicolons, such as "
                                + STANDARD_CHANNEL_RULES);
            }
        }
        return new Channels(rules, values.number("parley.channels.max", 100, 1, 10_000));
    }

    private Cors cors() {
        boolean any = false;
        Set<Origin> origins = new LinkedHashSet<>();
        for (String text : values.list("parley.cors.origins")) {
            Optional<Origin> origin = Origin.parse(text);
            any |= text.equals("*");
            if (origin.isPresent()) {
                origins.add(origin.get());
            } else if (!text.equals("*")) {
                values.wrong(
                        "parley.cors.origins",
                        text,
                        "a list of origins such as https://portal.example or"
                                + " http://localhost:3000, without a path, or *");
            }
        }
        return new Cors(any, origins);
    }

    private Presence presence() {
        return new Presence(
                values.duration(
                        "parley.presence.grace",
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ofMinutes(10)),
                values.choice(
                        "parley.presence.scope",
                        Scope.ALL,
                        List.of(Scope.values()),
                        scope -> scope.name().toLowerCase(Locale.ROOT)),
                values.number("parley.presence.all-limit", 1_000, 0, MANY));
    }

    /** A buffer that could not hold the largest frame would stop a connection for good. */
    private int buffer(String name, int standard, int maxPayload) {
        return values.bytes(name, Math.max(standard, maxPayload), maxPayload, 1024 * MIB);
    }

    private Jwt jwt(Dev dev) {
        Optional<String> issuer = values.text("mp.jwt.verify.issuer");
        return new Jwt(
                values.text(KEY),
                values.text(KEY_LOCATION),
                values.choice(KEY_ALGORITHM, "RS256", ALGORITHMS, Function.identity()),
                dev.enabled() ? issuer.or(() -> Optional.of(DEV_ISSUER)) : issuer,
                values.list("mp.jwt.verify.audiences"),
                Duration.ofSeconds(values.number("mp.jwt.verify.clock.skew", 0, 0, 3_600)),
                tokenAge(),
                tokenCookie());
    }

    private Optional<Duration> tokenAge() {
        int seconds = values.number("mp.jwt.verify.token.age", 0, 1, Integer.MAX_VALUE);
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private Optional<String> tokenCookie() {
        String header =
                values.choice(
                        "mp.jwt.token.header",
                        "Authorization",
                        List.of("Authorization", "Cookie"),
                        Function.identity());
        String cookie = values.text("mp.jwt.token.cookie").orElse("Bearer");
        if (!cookie.matches(COOKIE_NAME)) {
            values.wrong("mp.jwt.token.cookie", cookie, "the name of a cookie");
        }
        return header.equals("Cookie") ? Optional.of(cookie) : Optional.empty();
    }

    private Dev dev() {
        boolean enabled = values.flag(DEV, false);
        Optional<String> file = values.text(DEV_KEY_FILE);
        if (file.isPresent() && !enabled) {
            values.problem(
                    DEV_KEY_FILE
                            + " is set without "
                            + DEV
                            + "=true: it is for development mode only; remove it");
        }
        return new Dev(enabled, file.flatMap(this::devKeyFile));
    }

    private Optional<Path> devKeyFile(String text) {
        try {
            Path path = Path.of(text);
            // One that is relative would be another one for each server.
            if (path.isAbsolute() && path.getFileName() != null) {
                return Optional.of(path);
            }
        } catch (InvalidPathException e) {
            // told below
        }
        values.wrong(DEV_KEY_FILE, text, "the whole path of a file such as /tmp/parley-dev.pem");
        return Optional.empty();
    }

    private void checkKeys(Settings settings) {
        Jwt jwt = settings.jwt();
        boolean dev = settings.dev().enabled();
        if (jwt.publicKey().isPresent() && jwt.publicKeyLocation().isPresent()) {
            values.problem(KEY + " and " + KEY_LOCATION + " are both set: allowed is one of them");
        }
        if (jwt.publicKey().filter(key -> key.contains("PRIVATE KEY")).isPresent()) {
            values.problem(KEY + " holds a private key: allowed is a public key");
        }
        if (dev && jwt.hasKey()) {
            String key = jwt.publicKey().isPresent() ? KEY : KEY_LOCATION;
            values.problem(
                    DEV
                            + "=true and "
                            + key
                            + " are both set: development mode lets anybody in and is never used"
                            + " with a production key; remove one of them");
        }
        if (jwt.tokenCookie().isPresent() && settings.cors().any()) {
            values.problem(
                    "mp.jwt.token.header=Cookie and parley.cors.origins=* are both set: any page"
                            + " could act with the cookies of its visitors; name the origins");
        }
        if (dev && !jwt.algorithm().equals("RS256")) {
            values.problem(
                    DEV
                            + "=true signs with RS256: remove "
                            + KEY_ALGORITHM
                            + "="
                            + jwt.algorithm());
        }
        if (values.text("mp.jwt.decrypt.key.location").isPresent()) {
            // To ignore it would mean to accept tokens that are not encrypted.
            values.problem(
                    "mp.jwt.decrypt.key.location is set: encrypted tokens are not supported");
        }
        if (settings.enabled() && !dev && !jwt.hasKey() && !settings.auth().anonymous()) {
            values.problem(
                    "no key to verify tokens with: set "
                            + KEY_LOCATION
                            + " (a file, class path resource or JWKS address) or "
                            + KEY
                            + "; or for trying things out "
                            + DEV
                            + "=true; or "
                            + ANONYMOUS
                            + "=true to serve clients without tokens");
        }
    }
}
