package dev.parley.devmode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.Settings;
import dev.parley.config.SettingsException;
import dev.parley.config.TestSettings;
import dev.parley.security.TokenVerifier;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevKeysTest {

    @TempDir private Path folder;

    private Path file;
    private Settings settings;

    @BeforeEach
    void prepare() {
        file = folder.resolve("dev.pem");
        settings = TestSettings.with("parley.dev.key-file", file.toString());
    }

    @Test
    void withoutAFileEachServerHasAKeyOfItsOwn() {
        Settings none = TestSettings.with();

        assertNotEquals(new DevKeys(none).pair().getKeyId(), new DevKeys(none).pair().getKeyId());
    }

    @Test
    void aTokenOfOneNodeIsGoodOnTheOtherAndAfterAnotherStart() throws Exception {
        DevTokenRequest request = new DevTokenRequest("u-1", "Ann", List.of(), 60);
        String token = new DevTokenIssuer(settings, new DevKeys(settings)).issue(request).token();

        assertEquals("u-1", new TokenVerifier(settings, new DevKeys(settings)).verify(token).id());
    }

    @Test
    void nodesThatStartTogetherAgreeOnOneKeyAndLeaveNothingElse() throws Exception {
        int nodes = 6;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        CyclicBarrier start = new CyclicBarrier(nodes);
        Callable<String> node =
                () -> {
                    DevKeys keys = new DevKeys(settings);
                    start.await();
                    return keys.pair().getKeyId();
                };
        List<Future<String>> found = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            found.add(threads.submit(node));
        }
        String first = found.get(0).get();
        for (Future<String> other : found) {
            assertEquals(first, other.get());
        }
        threads.shutdown();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(Set.of(file), files.collect(Collectors.toSet()));
        }
    }

    @Test
    void onlyItsOwnerMayReadTheKey() throws IOException {
        new DevKeys(settings).pair();

        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void aKeyThatSomebodyElseMadeIsTaken() throws Exception {
        Files.writeString(file, pem("RSA", 3072));

        assertEquals(3072, new DevKeys(settings).pair().getRsaPublicKey().getModulus().bitLength());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no key",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefusedAndLeftAsItIs(String text) throws IOException {
        Files.writeString(file, text);

        assertRefused();
        assertEquals(text, Files.readString(file));
    }

    @Test
    void aKeyThatCannotSignIsRefused() throws Exception {
        Files.writeString(file, pem("RSA", 1024));
        assertRefused();

        Files.writeString(file, pem("EC", 256));
        assertRefused();
    }

    @Test
    void aFolderThatIsNotThereIsRefused() throws IOException {
        Files.delete(folder);
        assertRefused();
        Files.createDirectory(folder);
    }

    private void assertRefused() {
        String message =
                assertThrows(SettingsException.class, () -> new DevKeys(settings).pair())
                        .getMessage();

        assertTrue(message.contains("parley.dev.key-file=" + file), message);
    }

    private static String pem(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                .formatted(
                        Base64.getMimeEncoder()
                                .encodeToString(
                                        generator.generateKeyPair().getPrivate().getEncoded()));
    }
}
