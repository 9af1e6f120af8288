package dev.parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {

    private final Locale former = Locale.getDefault();

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(former);
    }

    private static boolean finds(String query, String name) {
        String beginning = Folding.beginning(query);
        String end = Folding.end(beginning);
        return Folding.words(name).stream()
                .anyMatch(word -> word.compareTo(beginning) >= 0 && word.compareTo(end) < 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ΟΔΥΣΣΕΑΣ",
                "Οδυσσέας Ελύτης",
                "İzmir Ofisi",
                "Diyarbakır",
                "José",
                "Straße",
                "会議室",
                "Отдел",
                "😀",
                "***",
                "#general",
                "C++",
                "\uD7FF",
                "\u200B",
                "a"
            })
    void aNameIsFoundByItselfInEverySpelling(String name) {
        for (String language : List.of("en", "tr", "el", "lt", "az")) {
            Locale.setDefault(new Locale(language));
            for (Normalizer.Form form : Normalizer.Form.values()) {
                String stored = Normalizer.normalize(name, form);
                if (form == Normalizer.Form.NFC || form == Normalizer.Form.NFD) {
                    assertTrue(finds(name, stored), language + " " + form);
                    assertTrue(finds(stored, name), language + " " + form);
                }
            }
            assertTrue(finds(name.toUpperCase(Locale.ROOT), name) || name.contains("ß"));
            assertTrue(finds(name.toLowerCase(Locale.ROOT), name));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ofis, İzmir Ofisi",
        "izmir of, İzmir Ofisi",
        "i̇zmir, İzmir Ofisi",
        "οδυσσεας, ΟΔΥΣΣΕΑΣ",
        "josé, JOSÉ",
        "42, room-42",
        "-42, room-42",
        "room-4, room-42",
        "general, #general",
        "'#general', general",
        "室, 会議室",
        "b, 😀b",
        "brien, O'Brien",
        "' anna ', Anna"
    })
    void aNameIsFoundByTheBeginningOfAWord(String query, String name) {
        assertTrue(finds(query, name));
    }

    @ParameterizedTest
    @CsvSource({"zmir, İzmir Ofisi", "jose, José", "anna b, Anna", "a%, Anna", "a_na, Anna"})
    void aNameIsNotFoundByAnythingElse(String query, String name) {
        assertFalse(finds(query, name));
    }

    @Test
    void wordsAreBounded() {
        String many = IntStream.range(0, 100).mapToObj(i -> i + " ").collect(Collectors.joining());
        assertEquals(Folding.MAX_WORDS, Folding.words(many).size());
        assertEquals(Set.of("x".repeat(64)), Folding.words("X".repeat(100)));
        // U+1D160 becomes three code points.
        String long3 = "\uD834\uDD60".repeat(64);
        assertTrue(Folding.words(long3).stream().allMatch(word -> word.length() <= 128));
        assertTrue(Folding.key(long3).length() <= 128);
        assertTrue(finds("x".repeat(80), "x".repeat(100)));
    }

    @Test
    void theEndOfABeginningIsATextThatADatabaseTakes() {
        assertEquals("\uE000", Folding.end("\uD7FF"));
        assertEquals("ab", Folding.end("aa"));
        assertEquals("", Folding.beginning("\uFFFF \uDBFF\uDFFF"));
        assertEquals(Set.of(), Folding.words("\uFFFF"));
    }
}
