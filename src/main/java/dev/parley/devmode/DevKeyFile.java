package dev.parley.devmode;

import dev.parley.config.SettingsException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.RsaJsonWebKey;

/**
 * The development key in a file (PEM, PKCS#8), which several nodes and the next start share: who
 * comes first makes it, all others read it. Immutable.
 */
final class DevKeyFile {

    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final int LEAST_BITS = 2048;

    private final Path file;

    DevKeyFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /**
     * The key in the file, which is made if it is not there.
     *
     * @throws SettingsException if it can be neither read nor made, or holds something else
     */
    RsaJsonWebKey load() {
        try {
            if (Files.notExists(file)) {
                offer(DevKeys.generate());
            }
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw wrong("cannot be read or made: " + e);
        }
    }

    /** Nobody ever sees half of a key, and all see that of one node, whichever comes first. */
    private void offer(RsaJsonWebKey made) throws IOException {
        // For its owner only, as temporary files are.
        Path beside = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new");
        try {
            Files.writeString(beside, pem(made));
            // Unlike a move it fails if the file is there, in one step.
            Files.createLink(file, beside);
        } catch (FileAlreadyExistsException theirs) {
            // Another node was faster.
        } finally {
            Files.delete(beside);
        }
    }

    private static String pem(RsaJsonWebKey made) {
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(made.getPrivateKey().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    private RsaJsonWebKey parse(String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw wrong("holds no PEM block -----BEGIN PRIVATE KEY-----");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            if (rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded))
                            instanceof RSAPrivateCrtKey key
                    && key.getModulus().bitLength() >= LEAST_BITS) {
                RSAPublicKeySpec half =
                        new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
                return pair((RSAPublicKey) rsa.generatePublic(half), key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // told below, without the key
        }
        throw wrong("holds no RSA key of " + LEAST_BITS + " bits or more");
    }

    /** With a name that tells other keys apart and is the same on each node. */
    private static RsaJsonWebKey pair(RSAPublicKey half, RSAPrivateCrtKey key) {
        RsaJsonWebKey pair = new RsaJsonWebKey(half);
        pair.setPrivateKey(key);
        pair.setKeyId("dev-" + pair.calculateBase64urlEncodedThumbprint("SHA-256"));
        return pair;
    }

    private SettingsException wrong(String what) {
        return new SettingsException(List.of("parley.dev.key-file=" + file + " " + what));
    }
}
