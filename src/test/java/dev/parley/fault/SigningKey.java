package dev.parley.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
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

    /** A token of somebody with a role, for an hour. */
    String token(String user, String role) throws IOException, GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
        String body =
                ("{\"iss\":\"test\",\"sub\":\"%s\",\"username\":\"%s\",\"groups\":[\"%s\"],"
                                + "\"iat\":%d,\"exp\":%d}")
                        .formatted(user, user, role, now, now + 3_600);
        String text = base64(header.getBytes(UTF_8)) + "." + base64(body.getBytes(UTF_8));
        String pem = Files.readString(privateKey).replaceAll("-----[^-]+-----|\\s", "");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(
                KeyFactory.getInstance("RSA")
                        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))));
        signature.update(text.getBytes(UTF_8));
        return text + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Path write(Path file, String kind, byte[] key) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(key);
        return Files.writeString(
                file,
                "-----BEGIN %s KEY-----%n%s%n-----END %s KEY-----%n".formatted(kind, text, kind));
    }
}
