package dev.parley.security;

import static dev.parley.security.TestTokens.EC;
import static dev.parley.security.TestTokens.OTHER_RSA;
import static dev.parley.security.TestTokens.RSA;
import static dev.parley.security.TestTokens.claims;
import static dev.parley.security.TestTokens.jwks;
import static dev.parley.security.TestTokens.sign;
import static dev.parley.security.TestTokens.token;
import static dev.parley.security.TestTokens.verifier;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.SettingsException;
import dev.parley.server.WarningsOf;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.logging.LogRecord;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredKeysTest {

    private static final String KEY = "mp.jwt.verify.publickey";
    private static final String LOCATION = "mp.jwt.verify.publickey.location";

    @RegisterExtension final WarningsOf warnings = new WarningsOf(ConfiguredKeys.class);

    static List<String> formats() {
        return List.of(
                pem(RSA.getPublicKey().getEncoded()),
                Base64.getEncoder().encodeToString(RSA.getPublicKey().getEncoded()),
                Base64.getMimeEncoder().encodeToString(RSA.getPublicKey().getEncoded()),
                RSA.toJson(),
                jwks(OTHER_RSA, EC, RSA),
                base64Url(RSA.toJson()),
                base64Url(jwks(OTHER_RSA, RSA)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aKeyIsReadInEveryFormat(String key) throws AuthenticationException {
        assertEquals("u-1", verifier(KEY, key).verify(token(claims -> {})).id());
    }

    @Test
    void anEllipticKeyIsReadFromPemToo() throws AuthenticationException {
        TokenVerifier verifier =
                verifier(
                        KEY,
                        pem(EC.getPublicKey().getEncoded()),
                        "mp.jwt.verify.publickey.algorithm",
                        "ES256");

        assertEquals("u-1", verifier.verify(sign(claims(claims -> {}), EC)).id());
    }

    @Test
    void unusableKeysOfASetAreSkippedAndNamedInOneLine() throws Exception {
        String set =
                "\uFEFF{\"keys\":[5,{\"kty\":\"RSA\",\"kid\":\"torn\"},"
                        + TestTokens.rsa("short", 1024).toJson()
                        + ","
                        + EC.toJson()
                        + ","
                        + RSA.toJson()
                        + "]}";

        assertEquals("u-1", verifier(KEY, set).verify(token(claims -> {})).id());
        assertEquals(
                List.of(
                        "Skipping unusable keys: a key without kid: no JSON Web Key, and no set of"
                                + " them; kid torn: no JSON Web Key, and no set of them; kid short:"
                                + " an RSA key of less than 2048 bits (RFC 7518, section 3.3)"),
                warnings.records().stream().map(LogRecord::getMessage).toList());
    }

    @Test
    void anHttpLocationIsWarnedOf() {
        verifier(LOCATION, "https://login.example/jwks");
        assertEquals(0, warnings.records().size());

        verifier(LOCATION, "http://login.example/jwks");
        assertTrue(warnings.records().get(0).getMessage().contains("is an http: address"));
    }

    @Test
    void aSetOfUnusableKeysSaysWhy() {
        String message = failure(KEY, jwks(TestTokens.rsa("short", 1024)));

        assertTrue(message.contains("unusable: kid short: an RSA key of less than"), message);
    }

    @Test
    void aKeySetNeedsAKidThatIsInIt() {
        String token = sign(claims(c -> {}), RSA.getPrivateKey(), "RS256", "unknown");

        assertThrows(AuthenticationException.class, () -> verifier(KEY, jwks(RSA)).verify(token));
    }

    @Test
    void aKeyForEncryptionVerifiesNothing() {
        String encryption = RSA.toJson().replace("{", "{\"use\":\"enc\",");

        assertThrows(
                AuthenticationException.class,
                () -> verifier(KEY, encryption).verify(token(claims -> {})));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a key",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":5}",
                "{\"keys\":[5]}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":5}",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                "{broken",
                "AAAA",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\n"
            })
    void aKeyThatCannotBeReadStopsTheStart(String key) {
        String message = failure(KEY, key);

        assertTrue(message.contains("mp.jwt.verify.publickey contains "), message);
        assertFalse(message.contains("AAAA"), message);
    }

    @Test
    void anEllipticKeyIsNoneForRsa() {
        assertTrue(failure(KEY, pem(EC.getPublicKey().getEncoded())).contains("no RSA public key"));
        assertTrue(failure(KEY, jwks(EC)).contains("no key among the JSON Web Keys for RS256"));
    }

    @Test
    void aPrivateKeyStopsTheStartAndIsNotShown() {
        String secret = RSA.toJson(OutputControlLevel.INCLUDE_PRIVATE);
        String message = failure(KEY, secret);

        assertTrue(message.contains("a private key where a public key belongs"), message);
        assertFalse(message.contains(secret.substring(20, 60)), message);
    }

    @Test
    void aShortRsaKeyStopsTheStart() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);

        String message = failure(KEY, pem(generator.generateKeyPair().getPublic().getEncoded()));

        assertTrue(message.contains("less than 2048 bits"), message);
    }

    @Test
    void aKeyIsReadFromAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key.pem");
        Files.writeString(file, pem(RSA.getPublicKey().getEncoded()));

        verifier(LOCATION, file.toString()).verify(token(claims -> {}));
        verifier(LOCATION, file.toUri().toString()).verify(token(claims -> {}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys/jwks.json", "/keys/jwks.json", "classpath:keys/jwks.json"})
    void aKeyIsReadFromTheClassPath(String location, @TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/jwks.json"), jwks(RSA));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            verifier(LOCATION, location).verify(token(claims -> {}));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-such-key.pem",
                "/no/such/key.pem",
                "file:///no/such/key.pem",
                "file:relative.pem",
                "classpath:no-such-key.pem",
                "smb://host/key.pem",
                "\u0000"
            })
    void aLocationWithoutAKeyStopsTheStart(String location) {
        String message = failure(LOCATION, "x" + location.substring(1));

        assertTrue(message.contains(LOCATION + "=x" + location.substring(1)), message);
    }

    @Test
    void aFileWithoutAKeyStopsTheStart(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key.pem");
        Files.writeString(file, "nothing");

        assertTrue(failure(LOCATION, file.toString()).contains(LOCATION + " contains no "));
    }

    @Test
    void anAddressWithoutAHostStopsTheStart() {
        assertTrue(
                failure(LOCATION, "http:///jwks").contains(LOCATION + " is not a valid address"));
        assertTrue(failure(LOCATION, "http://a b/").contains(LOCATION + " is not a valid address"));
    }

    private static String failure(String name, String value) {
        return assertThrows(SettingsException.class, () -> verifier(name, value)).getMessage();
    }

    private static String pem(byte[] encoded) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
