package dev.parley.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.Settings.Presence.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static final String DEV = "parley.dev.enabled";
    private static final String DEV_KEY_FILE = "parley.dev.key-file";
    private static final String UNCHECKED = "parley.auth.unchecked-claims";

    private static final Map<String, String> KEY =
            Map.of("mp.jwt.verify.publickey", "any", UNCHECKED, "iss,aud");

    @Test
    void defaultsAreThoseOfTheContract() {
        Settings settings = read(KEY);

        assertTrue(settings.enabled());
        assertFalse(settings.debug());
        assertEquals(
                new Settings.Heartbeat(
                        Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(45)),
                settings.heartbeat());
        assertEquals(new Settings.Connections(20_000, 100, 65_536), settings.connections());
        assertEquals(
                new Settings.Requests(Duration.ofSeconds(15), 67_108_864, 16_777_216, 65_536),
                settings.requests());
        assertEquals(5_000, settings.unjoined().max());
        assertEquals(500, settings.unjoined().maxPerAddress());
        assertEquals(65_536, settings.unjoined().maxPayload());
        assertTrue(settings.unjoined().trustedProxies().get(0).contains("127.0.0.1"));
        assertEquals(
                new Settings.Transports(
                        "/socket.io",
                        true,
                        true,
                        Duration.ofSeconds(10),
                        10,
                        Optional.empty(),
                        true),
                settings.transports());
        assertEquals(new Settings.Recovery(Duration.ofMinutes(2)), settings.recovery());
        assertEquals(new Settings.Cors(false, Set.of()), settings.cors());
        assertEquals(
                new Settings.Rate(
                        100,
                        Duration.ofSeconds(60),
                        new Settings.Rate.Broadcast(true, true, 20, 1_000)),
                settings.rate());
        assertEquals(
                new Settings.Auth(
                        false,
                        16 * 1024,
                        new Settings.Roles(
                                "groups",
                                List.of("admin"),
                                List.of("service"),
                                List.of("moderator")),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30)),
                settings.auth());
        assertEquals(
                new Settings.History(50, 1_000, 256 * 1024, 64 * 1024 * 1024), settings.history());
        assertEquals(new Settings.Chat(1_000), settings.chat());
        assertEquals(
                new Settings.Rooms(true, 0, Duration.ofDays(1), "*", 200, 100, 100),
                settings.rooms());
        assertEquals(
                new Settings.Presence(Duration.ofSeconds(5), Scope.ALL, 1_000),
                settings.presence());
        assertEquals(new Settings.Outbox(1_048_576, Duration.ofMinutes(1)), settings.outbox());
        assertEquals(new Settings.Inbox(32, 131_072), settings.inbox());
        assertEquals(new Settings.Handlers(8, 1_000), settings.handlers());
        assertEquals(new Settings.Errors(true), settings.errors());
        assertEquals(new Settings.Dev(false, Optional.empty()), settings.dev());
    }

    @Test
    void defaultsForTokensAreThoseOfMicroProfileJwt() {
        Settings.Jwt jwt = read(KEY).jwt();

        assertEquals("RS256", jwt.algorithm());
        assertEquals(Optional.empty(), jwt.issuer());
        assertEquals(List.of(), jwt.audiences());
        assertEquals(Duration.ofSeconds(60), jwt.clockSkew());
        assertEquals(Optional.empty(), jwt.tokenAge());
        assertEquals(Optional.empty(), jwt.tokenCookie());
    }

    @Test
    void valuesAreRead() {
        Settings settings =
                read(
                        with(
                                "parley.ping-interval", "300ms",
                                "parley.max-payload", "1MiB",
                                "parley.presence.grace", "0",
                                "parley.presence.scope", "ROOMS",
                                "parley.cors.origins", "https://a.example, http://b.example:3000",
                                "mp.jwt.verify.issuer", "https://issuer.example",
                                "mp.jwt.verify.audiences", "chat,portal",
                                "mp.jwt.verify.clock.skew", "10",
                                "mp.jwt.verify.token.age", "600",
                                "mp.jwt.token.header", "Cookie"));

        assertEquals(Duration.ofMillis(300), settings.heartbeat().interval());
        assertEquals(1_048_576, settings.connections().maxPayload());
        assertEquals(Duration.ZERO, settings.presence().grace());
        assertEquals(Scope.ROOMS, settings.presence().scope());
        assertEquals(
                Set.of(
                        new Origin("https", "a.example", 443),
                        new Origin("http", "b.example", 3000)),
                settings.cors().origins());
        assertEquals(Optional.of("https://issuer.example"), settings.jwt().issuer());
        assertEquals(List.of("chat", "portal"), settings.jwt().audiences());
        assertEquals(Duration.ofSeconds(10), settings.jwt().clockSkew());
        assertEquals(Optional.of(Duration.ofMinutes(10)), settings.jwt().tokenAge());
        assertEquals(Optional.of("Bearer"), settings.jwt().tokenCookie());
    }

    @Test
    void aStarAllowsEveryOrigin() {
        assertTrue(read(with("parley.cors.origins", "*")).cors().any());
    }

    @Test
    void anEmptyValueIsTheDefault() {
        assertEquals(100, read(with("parley.rate.limit", " ")).rate().limit());
    }

    @ParameterizedTest
    @CsvSource({
        "parley.enabled, maybe",
        "parley.debug, 2",
        "parley.ping-interval, 25",
        "parley.ping-interval, -5s",
        "parley.ping-interval, 1ms",
        "parley.ping-timeout, 2h",
        "parley.connect-timeout, 0",
        "parley.connect-timeout, PT-3S",
        "parley.max-connections, 0",
        "parley.max-connections, many",
        "parley.max-connections-per-user, -1",
        "parley.max-payload, 99",
        "parley.max-payload-unjoined, 99",
        "parley.max-head, 100",
        "parley.body.timeout, 0",
        "parley.trusted-proxies, proxy.example",
        "parley.path, socket.io",
        "parley.path, /",
        "parley.path, /api/io",
        "parley.path, /a b",
        "parley.transports, carrier-pigeon",
        "parley.transports, 'websocket,webtransport'",
        "parley.upgrade-timeout, 0s",
        "parley.max-attachments, -1",
        "parley.cookie.name, a b",
        "parley.cookie.path, portal",
        "parley.cookie.same-site, Sometimes",
        "parley.recovery.window, 2h",
        "parley.auth.warn, -1s",
        "parley.auth.grace, soon",
        "parley.rooms.idle-cleanup, -1s",
        "parley.max-payload, 17MiB",
        "parley.max-payload, 64KB",
        "parley.cors.origins, portal.example",
        "parley.cors.origins, https://portal.example/",
        "parley.cors.origins, 'https://a.example,https://*.b.example'",
        "parley.rate.limit, 1.5",
        "parley.rate.window, 25h",
        "parley.auth.anonymous, perhaps",
        "parley.history.page, 0",
        "parley.history.page, 101",
        "parley.recovery.limit, 0",
        "parley.text.max-length, 100001",
        "parley.rooms.auto-create, -",
        "parley.rooms.capacity, -1",
        "parley.presence.grace, -1s",
        "parley.presence.grace, 99999999999999h",
        "parley.presence.scope, nobody",
        "parley.presence.all-limit, -1",
        "parley.outbox.bytes, 64",
        "parley.outbox.bytes, 99999999999GiB",
        "parley.inbox.events, 0",
        "parley.inbox.bytes, 1KiB",
        "parley.handlers.threads, 0",
        "parley.handlers.threads, 1001",
        "parley.handlers.queue, -1",
        "parley.handlers.queue, 100001",
        "parley.errors.exception-event, x",
        "parley.dev.enabled, tru",
        "mp.jwt.verify.publickey.algorithm, HS256",
        "mp.jwt.verify.publickey.algorithm, none",
        "mp.jwt.verify.clock.skew, 5s",
        "mp.jwt.verify.token.age, 0",
        "mp.jwt.token.header, X-Token",
        "mp.jwt.token.cookie, a=b",
    })
    void aBadValueIsNamedWithItsSettingAndWhatIsAllowed(String name, String value) {
        List<String> problems = problems(with(name, value));

        assertEquals(1, problems.size(), problems::toString);
        String part = value.substring(value.indexOf(',') + 1);
        assertTrue(problems.get(0).startsWith(name + "=" + part + " is invalid: use "));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        SettingsException e =
                assertThrows(
                        SettingsException.class,
                        () ->
                                read(
                                        Map.of(
                                                "parley.rate.limit", "x",
                                                "parley.history.page", "y",
                                                "parley.ping-timeout", "z")));

        assertEquals(4, e.problems().size());
        for (String name :
                List.of(
                        "parley.rate.limit=x",
                        "parley.history.page=y",
                        "parley.ping-timeout=z",
                        "no key to verify tokens with")) {
            assertTrue(e.getMessage().contains(name), e::getMessage);
        }
    }

    @Test
    void aLongOrBinaryValueIsShownShortAndClean() {
        String problem = problems(with("parley.rate.limit", "\u0007" + "9".repeat(5_000))).get(0);

        assertTrue(problem.length() < 300, problem);
        assertFalse(problem.contains("\u0007"));
    }

    @Test
    void buffersGrowWithTheLargestFrame() {
        Settings settings = read(with("parley.max-payload", "2MiB"));

        assertEquals(2 << 20, settings.outbox().bytes());
        assertEquals(2 << 20, settings.inbox().bytes());
    }

    @Test
    void aKeyIsNeeded() {
        String problem = problems(Map.of()).get(0);

        for (String name :
                List.of(
                        "mp.jwt.verify.publickey.location",
                        "mp.jwt.verify.publickey;",
                        "parley.dev.enabled",
                        "parley.auth.anonymous")) {
            assertTrue(problem.contains(name), problem);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "parley.dev.enabled, true",
        "parley.auth.anonymous, true",
        "parley.enabled, false",
        "mp.jwt.verify.publickey.location, key.pem"
    })
    void withoutAKeyThisIsEnough(String name, String value) {
        read(Map.of(name, value, UNCHECKED, "iss,aud"));
    }

    @Test
    void issuerAndAudienceAreRequiredUnlessWaived() {
        Map<String, String> key = Map.of("mp.jwt.verify.publickey", "any");
        assertEquals(2, problems(key).size());
        assertTrue(problems(key).get(0).startsWith("mp.jwt.verify.issuer is not set"));
        assertTrue(problems(key).get(1).contains("or allow that with " + UNCHECKED + "=aud"));

        Map<String, String> issuer = new HashMap<>(key);
        issuer.put("mp.jwt.verify.issuer", "https://issuer.example");
        assertEquals(1, problems(issuer).size());
        issuer.put("mp.jwt.verify.audiences", "parley");
        read(issuer);
    }

    @Test
    void onlyIssuerAndAudienceCanBeWaived() {
        assertTrue(problems(with(UNCHECKED, "iss,exp")).get(0).contains("exp is invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp.jwt.verify.publickey", "mp.jwt.verify.publickey.location"})
    void developmentModeBesideAKeyIsRefusedAndBothAreNamed(String key) {
        List<String> problems = problems(Map.of("parley.dev.enabled", "true", key, "secret"));

        assertEquals(1, problems.size());
        assertTrue(
                problems.get(0).startsWith("parley.dev.enabled=true and " + key + " are both set"));
        assertFalse(problems.get(0).contains("secret"));
    }

    @Test
    void developmentModeHasAnIssuerOfItsOwnUnlessOneIsConfigured() {
        Map<String, String> dev = Map.of("parley.dev.enabled", "true");
        Map<String, String> both = new HashMap<>(dev);
        both.put("mp.jwt.verify.issuer", "mine");

        assertEquals(Optional.of("parley-dev"), read(dev).jwt().issuer());
        assertEquals(Optional.of("mine"), read(both).jwt().issuer());
    }

    @Test
    void theDevelopmentKeyMayBeAFile() {
        Map<String, String> values = Map.of(DEV, "true", DEV_KEY_FILE, "/keys/dev.pem");

        assertEquals(Optional.of(Path.of("/keys/dev.pem")), read(values).dev().keyFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.pem", "/", "/\0"})
    void theDevelopmentKeyIsInAFileThatAllNodesFind(String file) {
        List<String> problems = problems(Map.of(DEV, "true", DEV_KEY_FILE, file));

        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith(DEV_KEY_FILE + "="), problems::toString);
    }

    @Test
    void outsideOfDevelopmentModeThereIsNoDevelopmentKey() {
        List<String> problems = problems(with(DEV_KEY_FILE, "/keys/dev.pem"));

        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith(DEV_KEY_FILE + " is set without " + DEV));
    }

    @Test
    void developmentModeSignsWithRs256Only() {
        List<String> problems =
                problems(
                        Map.of(
                                "parley.dev.enabled",
                                "true",
                                "mp.jwt.verify.publickey.algorithm",
                                "ES256"));

        assertTrue(problems.get(0).contains("mp.jwt.verify.publickey.algorithm=ES256"));
    }

    @Test
    void twoKeysAreRefused() {
        String problem = problems(with("mp.jwt.verify.publickey.location", "key.pem")).get(0);

        assertTrue(problem.contains("mp.jwt.verify.publickey.location are both set"), problem);
    }

    @Test
    void aPrivateKeyIsRefusedAndNotShown() {
        String problem =
                problems(Map.of("mp.jwt.verify.publickey", "-----BEGIN PRIVATE KEY-----MIIabc"))
                        .get(0);

        assertTrue(problem.startsWith("mp.jwt.verify.publickey contains a private key"), problem);
        assertFalse(problem.contains("MIIabc"));
    }

    @Test
    void encryptedTokensAreRefusedRatherThanTheirSettingIgnored() {
        String problem = problems(with("mp.jwt.decrypt.key.location", "key.pem")).get(0);

        assertTrue(problem.contains("mp.jwt.decrypt.key.location"), problem);
    }

    @Test
    void theVersionOfAnUnfilteredBuildIsUnknown() {
        assertEquals("1.2.3", read(with("parley.version", "1.2.3")).version());
        assertEquals("unknown", read(with("parley.version", "@project.version@")).version());
    }

    @Test
    void theCatalogListsExactlyTheSettingsThatAreRead() {
        SettingsReader reader = new SettingsReader(name -> Optional.empty());
        assertThrows(SettingsException.class, reader::read);

        assertEquals(reader.names(), SettingsCatalog.names());
    }

    @Test
    void theDocumentedDefaultsAreTheDefaults() {
        Map<String, String> documented = new HashMap<>(KEY);
        for (SettingGroup group : SettingsCatalog.groups()) {
            for (Setting<?> setting : group.settings()) {
                if (!setting.kind().standardText().isEmpty()) {
                    documented.put(setting.name(), setting.kind().standardText());
                }
            }
        }

        assertTrue(documented.size() > 40, documented::toString);
        assertEquals(read(KEY), read(documented));
    }

    private static Map<String, String> with(String... pairs) {
        Map<String, String> values = new HashMap<>(KEY);
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }

    private static Settings read(Map<String, String> values) {
        return new SettingsReader(name -> Optional.ofNullable(values.get(name))).read();
    }

    private static List<String> problems(Map<String, String> values) {
        return assertThrows(SettingsException.class, () -> read(values)).problems();
    }
}
