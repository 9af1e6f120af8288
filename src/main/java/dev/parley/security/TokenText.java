package dev.parley.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a token from what a client sent in its place. Stateless. */
public final class TokenText {

    private static final String BEARER = "Bearer ";

    private TokenText() {}

    /**
     * Returns the token without white space around it, and without a {@code Bearer} before it:
     * clients copy it from an Authorization header.
     *
     * @return empty if nothing remains, so that another place can have the token
     */
    public static Optional<String> of(@Nullable String sent) {
        if (sent == null) {
            return Optional.empty();
        }
        String text = sent.strip();
        if (isBearer(text + " ")) {
            text = text.substring(BEARER.length() - 1).strip();
        }
        return Optional.of(text).filter(token -> !token.isEmpty());
    }

    /** Returns the token of an Authorization header; empty for another scheme. */
    static Optional<String> ofHeader(@Nullable String header) {
        return header != null && isBearer(header) ? of(header) : Optional.empty();
    }

    private static boolean isBearer(String text) {
        return text.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
