package dev.parley.security;

/** Tells whether a reader can see anything of a text. Stateless. */
public final class Visible {

    private Visible() {}

    /** Whether at least one character of the text leaves a mark on the screen. */
    public static boolean isIn(String text) {
        return text.codePoints().anyMatch(Visible::isVisible);
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK ->
                    false;
            // Newer emoji than this Java knows are unassigned, and visible.
            case Character.UNASSIGNED -> !isIgnorable(codePoint);
            default -> !isBlankSymbol(codePoint);
        };
    }

    /** The unassigned characters that Unicode asks to ignore (Default_Ignorable_Code_Point). */
    private static boolean isIgnorable(int codePoint) {
        return codePoint == 0x2065
                || codePoint >= 0xFFF0 && codePoint <= 0xFFF8
                || codePoint >= 0xE0000 && codePoint <= 0xE0FFF;
    }

    /** Letters and symbols that are blank: Unicode does not put them among the spaces. */
    private static boolean isBlankSymbol(int codePoint) {
        return switch (codePoint) {
            // The Hangul fillers, the blank Braille pattern and the null note head.
            case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x1D159 -> true;
            default -> false;
        };
    }
}
