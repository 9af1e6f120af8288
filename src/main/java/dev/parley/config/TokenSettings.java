package dev.parley.config;

import dev.parley.config.Settings.Auth;
import dev.parley.config.Settings.Dev;
import dev.parley.config.Settings.Jwt;
import dev.parley.config.Settings.Roles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The settings that decide who may connect: tokens and development mode. Stateless. */
final class TokenSettings {

    private static final Duration DAY = Duration.ofHours(24);
    private static final List<String> ALGORITHMS =
            List.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
                    "ES512");

    /** The issuer of development tokens unless one is configured. */
    private static final String DEV_ISSUER = "parley-dev";

    static final Setting<Optional<String>> KEY_LOCATION =
            new Setting<>(
                    "mp.jwt.verify.publickey.location",
                    Kind.text(),
                    "Where the public key is: a file, a class path resource, or the address of a"
                            + " JWKS.");

    static final Setting<Optional<String>> KEY =
            new Setting<>(
                    "mp.jwt.verify.publickey",
                    Kind.text(),
                    "The public key itself, as PEM, JWK or JWKS. Cannot be combined with"
                            + " `mp.jwt.verify.publickey.location`.");

    private static final Setting<String> ALGORITHM =
            new Setting<>(
                    "mp.jwt.verify.publickey.algorithm",
                    Kind.choice("RS256", ALGORITHMS, Function.identity()),
                    "The only signature algorithm that is accepted.");

    private static final Setting<Optional<String>> ISSUER =
            new Setting<>(
                    "mp.jwt.verify.issuer",
                    Kind.text(),
                    "The required value of the claim `iss`. Required outside development mode, unless"
                            + " `parley.auth.unchecked-claims` contains `iss`.");

    private static final Setting<List<String>> AUDIENCES =
            new Setting<>(
                    "mp.jwt.verify.audiences",
                    Kind.list("a list of audiences", Pattern.compile(".+")),
                    "The accepted values of the claim `aud`. Required outside development mode, unless"
                            + " `parley.auth.unchecked-claims` contains `aud`.");

    private static final Setting<Integer> CLOCK_SKEW =
            new Setting<>(
                    "mp.jwt.verify.clock.skew",
                    Kind.number(60, 0, 3_600),
                    "How many seconds the clocks of the issuer and the server may differ. Applies to"
                            + " `exp`, `nbf` and `iat`. A token thus stays valid this long after its"
                            + " `exp`.");

    private static final Setting<Integer> TOKEN_AGE =
            new Setting<>(
                    "mp.jwt.verify.token.age",
                    Kind.number(0, 1, Integer.MAX_VALUE).absentAs(0),
                    "How many seconds after its issue (`iat`) a token expires, even if its claim"
                            + " `exp` is later. By default, there is no such limit.");

    private static final Setting<String> TOKEN_HEADER =
            new Setting<>(
                    "mp.jwt.token.header",
                    Kind.choice(
                            "Authorization",
                            List.of("Authorization", "Cookie"),
                            Function.identity()),
                    "The header that carries the token. `Cookie` cannot be combined with"
                            + " `parley.cors.origins=*`.");

    private static final Setting<String> TOKEN_COOKIE =
            new Setting<>(
                    "mp.jwt.token.cookie",
                    Kind.text(
                            "Bearer",
                            "the name of a cookie",
                            Pattern.compile(ConnectionSettings.COOKIE_NAME)),
                    "The cookie that carries the token if `mp.jwt.token.header=Cookie`.");

    private static final Setting<Optional<String>> DECRYPTION_KEY =
            new Setting<>(
                    "mp.jwt.decrypt.key.location",
                    Kind.text(),
                    "Parley does not support encrypted tokens, and does not start if this is set.");

    static final Setting<Boolean> ANONYMOUS =
            new Setting<>(
                    "parley.auth.anonymous",
                    Kind.flag(false),
                    "Whether clients without a token may connect.");

    private static final Setting<List<String>> UNCHECKED =
            new Setting<>(
                    "parley.auth.unchecked-claims",
                    Kind.list("a list of iss and aud", Pattern.compile("iss|aud"))
                            .describedBy("`iss`, `aud`"),
                    "The claims that Parley may leave unchecked because the setting for them is"
                            + " absent. Without a check of `iss` and `aud`, Parley accepts any token"
                            + " that is signed with the key, even one for another application.");

    private static final Setting<String> GROUPS_CLAIM =
            new Setting<>(
                    "parley.auth.groups-claim",
                    Kind.text("groups", "the name of a claim", Pattern.compile(".+")),
                    "The claim that lists the user's groups. If no claim has exactly this name, its"
                            + " dots lead to a nested one: `realm_access.roles`.");

    private static final Setting<List<String>> ADMIN_GROUPS = groupsOf("admin");
    private static final Setting<List<String>> SERVICE_GROUPS = groupsOf("service");
    private static final Setting<List<String>> MODERATOR_GROUPS = groupsOf("moderator");

    private static final Setting<Integer> MAX_TOKEN =
            new Setting<>(
                    "parley.auth.max-token",
                    Kind.size(16 * 1024, 1024, 1024 * 1024),
                    "The size of the largest token that is accepted. A token in the URL or in a"
                            + " header must also fit into `parley.max-head` and `HTTP_MAX_HEAD`.");

    private static final Setting<Duration> WARN =
            new Setting<>(
                    "parley.auth.warn",
                    Kind.duration(Duration.ofSeconds(60), Duration.ZERO, DAY),
                    "How long before a token expires its client receives `token_expiring`.");

    private static final Setting<Duration> GRACE =
            new Setting<>(
                    "parley.auth.grace",
                    Kind.duration(Duration.ofSeconds(30), Duration.ZERO, DAY),
                    "How long a connection stays open after its token has expired, so that the"
                            + " client can send `refresh_token`.");

    static final Setting<Boolean> DEV =
            new Setting<>(
                    "parley.dev.enabled",
                    Kind.flag(false),
                    "Development mode: Parley generates a key at start-up and issues tokens to"
                            + " anybody at `/dev/token`. Do not use it in production. Start-up"
                            + " fails if a key is configured as well.");

    private static final Setting<Optional<Path>> DEV_KEY_FILE =
            new Setting<>(
                    "parley.dev.key-file",
                    Kind.of(
                            "text",
                            "",
                            "the absolute path of a file such as /tmp/parley-dev.pem",
                            Optional.empty(),
                            text -> Optional.of(keyFile(text))),
                    "The absolute path of a PEM file for the generated key; Parley creates it if it"
                            + " does not exist. Nodes with the same file accept each other's"
                            + " tokens, also after a restart. By default the key is kept in memory"
                            + " only.");

    static final SettingGroup TOKENS =
            new SettingGroup(
                    "Tokens",
                    "Parley verifies tokens with the settings of MicroProfile JWT. Outside"
                            + " development mode, the issuer, the audiences and one of the two key"
                            + " settings are required. With `parley.auth.anonymous=true`, Parley also"
                            + " starts without all of them.",
                    List.of(
                            KEY_LOCATION,
                            KEY,
                            ALGORITHM,
                            ISSUER,
                            AUDIENCES,
                            CLOCK_SKEW,
                            TOKEN_AGE,
                            TOKEN_HEADER,
                            TOKEN_COOKIE,
                            DECRYPTION_KEY,
                            UNCHECKED,
                            GROUPS_CLAIM,
                            ADMIN_GROUPS,
                            SERVICE_GROUPS,
                            MODERATOR_GROUPS,
                            ANONYMOUS,
                            MAX_TOKEN,
                            WARN,
                            GRACE));

    static final SettingGroup DEVELOPMENT =
            new SettingGroup("Development mode", "", List.of(DEV, DEV_KEY_FILE));

    private TokenSettings() {}

    private static Setting<List<String>> groupsOf(String role) {
        return new Setting<>(
                "parley.auth." + role + "-groups",
                Kind.of(
                        "list",
                        role,
                        "a list of groups",
                        List.of(role),
                        text -> Kind.items(text, group -> group)),
                "The groups whose members have the role `"
                        + role
                        + "`. No other group gives it, not even one of that name.");
    }

    static Auth auth(Values values) {
        return new Auth(
                values.get(ANONYMOUS),
                values.get(MAX_TOKEN),
                new Roles(
                        values.get(GROUPS_CLAIM),
                        values.get(ADMIN_GROUPS),
                        values.get(SERVICE_GROUPS),
                        values.get(MODERATOR_GROUPS)),
                values.get(WARN),
                values.get(GRACE));
    }

    static Dev dev(Values values) {
        boolean enabled = values.get(DEV);
        Optional<Path> file = values.get(DEV_KEY_FILE);
        if (file.isPresent() && !enabled) {
            values.problem(
                    DEV_KEY_FILE.name()
                            + " is set without "
                            + DEV.name()
                            + "=true: it is for development mode only; remove it");
        }
        return new Dev(enabled, file);
    }

    static Jwt jwt(Values values, Dev dev) {
        Optional<String> issuer = values.get(ISSUER);
        int age = values.get(TOKEN_AGE);
        boolean inCookie = values.get(TOKEN_HEADER).equals("Cookie");
        String cookie = values.get(TOKEN_COOKIE);
        if (values.get(DECRYPTION_KEY).isPresent()) {
            // Ignoring it would mean accepting tokens that are not encrypted.
            values.problem(DECRYPTION_KEY.name() + " is set: encrypted tokens are not supported");
        }
        return new Jwt(
                values.get(KEY),
                values.get(KEY_LOCATION),
                values.get(ALGORITHM),
                dev.enabled() ? issuer.or(() -> Optional.of(DEV_ISSUER)) : issuer,
                values.get(AUDIENCES),
                Duration.ofSeconds(values.get(CLOCK_SKEW)),
                age == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(age)),
                inCookie ? Optional.of(cookie) : Optional.empty());
    }

    /** Checks the settings that exclude or require each other. */
    static void check(Settings settings, Values values) {
        Jwt jwt = settings.jwt();
        List<String> unchecked = values.get(UNCHECKED);
        if (jwt.publicKey().isPresent() && jwt.publicKeyLocation().isPresent()) {
            values.problem(
                    KEY.name() + " and " + KEY_LOCATION.name() + " are both set: remove one");
        }
        if (jwt.publicKey().filter(key -> key.contains("PRIVATE KEY")).isPresent()) {
            values.problem(KEY.name() + " contains a private key: use the public key");
        }
        if (jwt.tokenCookie().isPresent() && settings.cors().any()) {
            values.problem(
                    "mp.jwt.token.header=Cookie and parley.cors.origins=* are both set: any page"
                            + " could act with the cookies of its visitors; name the origins");
        }
        if (settings.dev().enabled()) {
            checkDevelopmentMode(jwt, values);
        } else if (settings.enabled() && jwt.hasKey()) {
            requireChecks(jwt, unchecked, values);
        } else if (settings.enabled() && !jwt.hasKey() && !settings.auth().anonymous()) {
            values.problem(
                    "no key to verify tokens with: set "
                            + KEY_LOCATION.name()
                            + " (a file, class path resource or JWKS address) or "
                            + KEY.name()
                            + "; to try Parley out, set "
                            + DEV.name()
                            + "=true; to accept clients without tokens, set "
                            + ANONYMOUS.name()
                            + "=true");
        }
    }

    private static void requireChecks(Jwt jwt, List<String> unchecked, Values values) {
        if (jwt.issuer().isEmpty() && !unchecked.contains("iss")) {
            values.problem(missing(ISSUER, "iss"));
        }
        if (jwt.audiences().isEmpty() && !unchecked.contains("aud")) {
            values.problem(missing(AUDIENCES, "aud"));
        }
    }

    private static String missing(Setting<?> setting, String claim) {
        return setting.name()
                + " is not set: without it, Parley accepts tokens whatever their claim "
                + claim
                + " is; set it, or allow that with "
                + UNCHECKED.name()
                + "="
                + claim;
    }

    private static void checkDevelopmentMode(Jwt jwt, Values values) {
        if (jwt.hasKey()) {
            values.problem(
                    DEV.name()
                            + "=true and "
                            + (jwt.publicKey().isPresent() ? KEY : KEY_LOCATION).name()
                            + " are both set: development mode gives tokens to everybody and must"
                            + " never run with a production key; remove one");
        }
        if (!jwt.algorithm().equals("RS256")) {
            values.problem(
                    DEV.name()
                            + "=true signs with RS256: remove "
                            + ALGORITHM.name()
                            + "="
                            + jwt.algorithm());
        }
    }

    private static Path keyFile(String text) throws InvalidValueException {
        try {
            Path path = Path.of(text);
            // A relative path would mean another file on each server.
            if (path.isAbsolute() && path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException e) {
            // reported below
        }
        throw new InvalidValueException(text);
    }
}
