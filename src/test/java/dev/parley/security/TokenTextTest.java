package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"a.b.c", " a.b.c ", "Bearer a.b.c", "bearer  a.b.c", " BEARER a.b.c"})
    void theTokenIsWhatFollowsBearer(String sent) {
        assertEquals(Optional.of("a.b.c"), TokenText.of(sent));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "Bearer", "Bearer ", "bearer   "})
    void anEmptyTokenIsNone(String sent) {
        assertEquals(Optional.empty(), TokenText.of(sent));
    }

    @Test
    void aTokenMayBeginLikeBearer() {
        assertEquals(Optional.of("bearer.a.b"), TokenText.of("bearer.a.b"));
    }

    @Test
    void anotherSchemeHasNoToken() {
        assertEquals(Optional.empty(), TokenText.ofHeader("Basic YTpi"));
        assertEquals(Optional.empty(), TokenText.ofHeader("Bearer "));
        assertEquals(Optional.of("a.b.c"), TokenText.ofHeader("Bearer a.b.c"));
    }
}
