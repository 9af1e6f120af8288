package dev.parley.security;

import dev.parley.api.User;
import java.text.Normalizer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rules for ids and names of users. Stateless. */
public final class Identity {

    /** The longest subject, in UTF-16 characters. */
    public static final int MAX_ID = 128;

    /** The longest name, in Unicode code points. */
    public static final int MAX_NAME = 64;

    private Identity() {}

    /**
     * Whether a token may have this subject: 1 to 128 characters, at least one of them visible, no
     * control characters, and not the prefix of anonymous users.
     */
    public static boolean isSubject(@Nullable String subject) {
        return subject != null
                && subject.length() <= MAX_ID
                && subject.codePoints().noneMatch(Identity::isForbidden)
                && Visible.isIn(subject)
                && !subject.startsWith(User.ANONYMOUS_PREFIX);
    }

    /**
     * Cleans a name for display: removes control characters, lone surrogates, direction marks,
     * invisible characters that would make two names look the same, and surrounding white space;
     * composes accents (NFC); and keeps at most {@value #MAX_NAME} code points.
     *
     * @return empty if nothing visible remains
     */
    public static String cleanName(String text) {
        IntStream wanted =
                text.codePoints()
                        .filter(c -> !isForbidden(c) && !isDirection(c) && !isInvisible(c));
        String composed = Normalizer.normalize(build(wanted), Normalizer.Form.NFC);
        String clean = build(composed.strip().codePoints().limit(MAX_NAME)).strip();
        return Visible.isIn(clean) ? clean : "";
    }

    private static String build(IntStream codePoints) {
        return codePoints
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isForbidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    /**
     * The characters without a width that no script needs. Persian and emoji need U+200C and
     * U+200D.
     */
    private static boolean isInvisible(int codePoint) {
        return switch (codePoint) {
            case 0x00AD, 0x200B, 0x2060, 0x2800, 0x3164, 0xFEFF, 0xFFA0 -> true;
            default -> false;
        };
    }

    private static boolean isDirection(int codePoint) {
        return codePoint == 0x200E
                || codePoint == 0x200F
                || codePoint >= 0x202A && codePoint <= 0x202E
                || codePoint >= 0x2066 && codePoint <= 0x2069;
    }
}
