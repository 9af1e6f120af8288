package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @Test
    void namesLoseWhatCannotBeShown() {
        assertEquals("Ann Lee", Identity.cleanName(" \tAnn\u0000 Lee\r\n"));
        assertEquals("AB", Identity.cleanName("A\ud800B\udc00"));
        assertEquals("AB", Identity.cleanName("A\u2028B\u0085"));
    }

    @Test
    void namesCannotTurnTheDirectionOfWhatFollows() {
        assertEquals("Annmoc.live", Identity.cleanName("Ann\u202emoc.live\u2066"));
    }

    @Test
    void namesKeepEmojiAndMarks() {
        String family = "\ud83d\udc69\u200d\ud83d\udc67";
        assertEquals(family + " x\u0301", Identity.cleanName(family + " x\u0301"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Jos\u00e9",
                "Jose\u0301",
                "Jos\u200b\u00e9",
                "\ufeffJos\u00e9",
                "Jos\u00e9\u2060",
                "Jos\u00ad\u00e9\u200f"
            })
    void namesThatLookTheSameAreTheSame(String text) {
        assertEquals("Jos\u00e9", Identity.cleanName(text));
    }

    @Test
    void namesAreCutBetweenCodePoints() {
        assertEquals("\ud83d\ude00".repeat(64), Identity.cleanName("\ud83d\ude00".repeat(100)));
    }

    @Test
    void aCutNameDoesNotEndInASpace() {
        assertEquals("x".repeat(63), Identity.cleanName("x".repeat(63) + " yz"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00a0",
                "\u200b\u2060",
                "\u2800",
                "\u3164",
                "\u0301",
                "\ud800",
                "\u3000"
            })
    void aNameWithNothingToSeeIsEmpty(String text) {
        assertEquals("", Identity.cleanName(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "a b", "user@example.org", "auth0|5f7c", "Anon-1", "名前"})
    void subjectsAreOpaque(String subject) {
        assertTrue(Identity.isSubject(subject));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u007fb", "anon-", "anon-1", "\udc00x", "\u200b"})
    void someSubjectsAreRefused(String subject) {
        assertFalse(Identity.isSubject(subject));
    }
}
