package dev.parley.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable ids. Thread-safe. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Secrets() {}

    /** Returns {@code bytes} random bytes in base64url. */
    public static String random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return BASE64.encodeToString(value);
    }
}
