package dev.parley.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A key that signs tokens, as files: one that a server started again still knows. */
public record SigningKey(Path privateKey, Path publicKey) {

    public static SigningKey in(Path folder) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        return new SigningKey(
                write(folder.resolve("private.pem"), "PRIVATE", pair.getPrivate().getEncoded()),
                write(folder.resolve("public.pem"), "PUBLIC", pair.getPublic().getEncoded()));
    }

    private static Path write(Path file, String kind, byte[] key) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(key);
        return Files.writeString(
                file,
                "-----BEGIN %s KEY-----%n%s%n-----END %s KEY-----%n".formatted(kind, text, kind));
    }
}
