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
 * The development key in a file (PEM, PKCS#8). Several nodes share it, also across restarts: the
 * first one creates it, all others read it. Immutable.
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
     * Reads the key; creates the file if it does not exist.
     *
     * @throws SettingsException if the file cannot be read or created, or contains something else
     */
    RsaJsonWebKey load() {
        try {
            if (Files.notExists(file)) {
                offer(DevKeys.generate());
            }
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw wrong("cannot be read or created: " + e);
        }
    }

    /** Creates the file atomically: all nodes see the complete key of whichever was first. */
    private void offer(RsaJsonWebKey made) throws IOException {
        // Temporary files are readable by their owner only.
        Path beside = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new");
        try {
            Files.writeString(beside, pem(made));
            // Unlike a move, this fails atomically if the file exists.
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
            throw wrong("contains no PEM block -----BEGIN PRIVATE KEY-----");
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
            // reported below, without the key
        }
        throw wrong("contains no RSA key of " + LEAST_BITS + " bits or more");
    }

    /** Adds a key id that is unique to the key and the same on each node. */
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
