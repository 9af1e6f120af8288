package dev.parley.history;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The form in which names are compared: the same on every database and in every locale, because
 * Java computes it and the database only compares code points. Stateless.
 *
 * <p>A change of these rules needs a changeset that sets {@code folded} to null in all rows, so
 * that {@link SearchFiller} writes the words again.
 */
final class Folding {

    /** The longest word that is stored, in code points; the rest of a longer one is ignored. */
    static final int MAX_WORD = 64;

    /** The maximum number of words of one name. */
    static final int MAX_WORDS = 32;

    private static final int DOT_ABOVE = 0x0307;

    private Folding() {}

    /**
     * Folds a text: composes it (NFC), and maps each code point to upper and then to lower case.
     * Upper case first, so that "σ" and the final "ς" become equal. Case mappings of whole strings
     * depend on the locale and on the neighbours of a character.
     */
    static String fold(String text) {
        int[] composed = Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray();
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < composed.length; i++) {
            // Lower-casing "İ" as a string gives "i" with a dot above; both shall be found.
            boolean isSecondDot = composed[i] == DOT_ABOVE && i > 0 && composed[i - 1] == 'i';
            if (!isSecondDot && !isNonCharacter(composed[i])) {
                folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(composed[i])));
            }
        }
        return folded.toString();
    }

    /** These sort differently in UTF-16 and UTF-8, and no text contains them. */
    private static boolean isNonCharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE;
    }

    /** Returns the beginning of the folded name, to sort by. */
    static String key(String name) {
        return text(fold(name).codePoints().toArray(), 0);
    }

    /**
     * Returns what a name can be found by: the rest of it from the start of each word.
     *
     * @return folded, each with at most {@value #MAX_WORD} code points
     */
    static Set<String> words(String name) {
        int[] folded = fold(name).codePoints().toArray();
        List<Integer> starts = starts(folded);
        Set<String> words = new LinkedHashSet<>();
        for (int start : starts.subList(0, Math.min(MAX_WORDS, starts.size()))) {
            words.add(text(folded, start));
        }
        return words;
    }

    /**
     * Returns the beginning of the words that a query finds; empty if the query is blank. Skips
     * punctuation at its start, because no word starts with it.
     */
    static String beginning(String query) {
        int[] folded = fold(query).strip().codePoints().toArray();
        return folded.length == 0 ? "" : text(folded, starts(folded).get(0));
    }

    /** Returns the indexes at which a word starts; only the first index if there is no word. */
    private static List<Integer> starts(int[] folded) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < folded.length; i++) {
            if (isOfWord(folded[i]) && (i == 0 || begins(folded[i - 1], folded[i]))) {
                starts.add(i);
            }
        }
        return starts.isEmpty() && folded.length > 0 ? List.of(0) : starts;
    }

    private static boolean begins(int former, int ofWord) {
        return !isOfWord(former)
                || standsAlone(ofWord)
                || standsAlone(former) && Character.isLetterOrDigit(ofWord);
    }

    private static boolean isOfWord(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.OTHER_SYMBOL ->
                    true;
            default -> Character.isLetterOrDigit(codePoint);
        };
    }

    /** Whether a character is a word, as in scripts without spaces, and emojis. */
    private static boolean standsAlone(int codePoint) {
        return Character.isIdeographic(codePoint)
                || Character.getType(codePoint) == Character.OTHER_SYMBOL
                || switch (Character.UnicodeScript.of(codePoint)) {
                    case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR ->
                            Character.isLetter(codePoint);
                    default -> false;
                };
    }

    private static String text(int[] codePoints, int start) {
        return new String(codePoints, start, Math.min(MAX_WORD, codePoints.length - start));
    }

    /** Returns the first text after all that start with {@code beginning}, by code points. */
    static String end(String beginning) {
        int last = beginning.codePointBefore(beginning.length());
        int next = last == Character.MIN_SURROGATE - 1 ? Character.MAX_SURROGATE + 1 : last + 1;
        return new StringBuilder(beginning)
                .delete(beginning.length() - Character.charCount(last), beginning.length())
                .appendCodePoint(next)
                .toString();
    }
}
