package dev.parley.harness.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * A server's development key, which signs tokens also while no server runs, and which one that is
 * started again still knows.
 *
 * @param file {@code parley.dev.key-file}, PEM
 */
public record SigningKey(Path file) {

    /** Who the tokens say they are from; those of {@code tokens.mjs} do, too. */
    public static final String ISSUER = "test";

    /** A token of somebody with a role, for an hour. */
    public String token(String user, String role) throws IOException, GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
        String body =
                ("{\"iss\":\"%s\",\"sub\":\"%s\",\"username\":\"%s\",\"groups\":[\"%s\"],"
                                + "\"iat\":%d,\"exp\":%d}")
                        .formatted(ISSUER, user, user, role, now, now + 3_600);
        String text = base64(header.getBytes(UTF_8)) + "." + base64(body.getBytes(UTF_8));
        String pem = Files.readString(file).replaceAll("-----[^-]+-----|\\s", "");
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
}
