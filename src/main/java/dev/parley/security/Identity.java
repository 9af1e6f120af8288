package dev.parley.security;

import dev.parley.api.User;
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
                && subject.codePoints().anyMatch(Identity::isVisible)
                && !subject.startsWith(User.ANONYMOUS_PREFIX);
    }

    /**
     * Cleans a name for display: removes control characters, lone surrogates, direction marks and
     * surrounding white space, and keeps at most {@value #MAX_NAME} code points.
     *
     * @return empty if nothing visible remains
     */
    public static String cleanName(String text) {
        IntStream wanted = text.codePoints().filter(c -> !isForbidden(c) && !isDirection(c));
        String clean = build(build(wanted).strip().codePoints().limit(MAX_NAME)).strip();
        return clean.codePoints().anyMatch(Identity::isVisible) ? clean : "";
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

    private static boolean isDirection(int codePoint) {
        return codePoint >= 0x202A && codePoint <= 0x202E
                || codePoint >= 0x2066 && codePoint <= 0x2069;
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR, Character.FORMAT, Character.NON_SPACING_MARK -> false;
            default -> !isForbidden(codePoint);
        };
    }
}
