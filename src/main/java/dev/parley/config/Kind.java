package dev.parley.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values that a setting accepts: its type, default and range. Immutable.
 *
 * @param <T> what the value is read as
 */
public final class Kind<T> {

    private static final Set<String> YES = Set.of("true", "yes", "on", "1");
    private static final Set<String> NO = Set.of("false", "no", "off", "0");
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private final String type;
    private final String range;
    private final String expected;
    private final String standardText;
    private final T standard;
    private final Parser<T> parser;

    /** Reads the text of a value, which is stripped and never empty. */
    interface Parser<T> {
        T parse(String text) throws InvalidValueException;
    }

    private Kind(
            String type,
            String range,
            String expected,
            String standardText,
            T standard,
            Parser<T> parser) {
        this.type = type;
        this.range = range;
        this.expected = expected;
        this.standardText = standardText;
        this.standard = standard;
        this.parser = parser;
    }

    /** What sort of value it is: {@code integer}, {@code duration} and so on. */
    public String type() {
        return type;
    }

    /** The accepted values, in Markdown; empty if the type says all. */
    public String range() {
        return range;
    }

    /** The default as it would be written in a configuration; empty if there is none. */
    public String standardText() {
        return standardText;
    }

    /** What to use instead of an invalid value; completes the sentence "use …". */
    String expected() {
        return expected;
    }

    T standard() {
        return standard;
    }

    T parse(String text) throws InvalidValueException {
        return parser.parse(text);
    }

    /** The same values, described by another range. */
    Kind<T> describedBy(String otherRange) {
        return new Kind<>(type, otherRange, expected, standardText, standard, parser);
    }

    /** The same values without a default: an absent setting is read as {@code absent}. */
    Kind<T> absentAs(T absent) {
        return new Kind<>(type, range, expected, "", absent, parser);
    }

    static Kind<Boolean> flag(boolean standard) {
        return new Kind<>(
                "boolean",
                "",
                "true or false",
                Boolean.toString(standard),
                standard,
                text -> {
                    String lower = text.toLowerCase(Locale.ROOT);
                    if (!YES.contains(lower) && !NO.contains(lower)) {
                        throw new InvalidValueException(text);
                    }
                    return YES.contains(lower);
                });
    }

    static Kind<Integer> number(int standard, int least, int most) {
        return new Kind<>(
                "integer",
                least + " to " + most,
                "a whole number from " + least + " to " + most,
                Integer.toString(standard),
                standard,
                text -> {
                    try {
                        return within(Integer.parseInt(text), least, most, text);
                    } catch (NumberFormatException e) {
                        throw new InvalidValueException(text);
                    }
                });
    }

    static Kind<Duration> duration(Duration standard, Duration least, Duration most) {
        String range = Quantity.text(least) + " to " + Quantity.text(most);
        return new Kind<>(
                "duration",
                range,
                "a duration such as 25s, 300ms, 2m or 1h, from " + range,
                Quantity.text(standard),
                standard,
                text -> within(good(Quantity.duration(text), text), least, most, text));
    }

    static Kind<Integer> size(int standard, int least, int most) {
        String range = Quantity.text(least) + " to " + Quantity.text(most);
        return new Kind<>(
                "size",
                range,
                "a size such as 65536, 64KiB or 1MiB, from " + range,
                Quantity.text(standard),
                standard,
                text ->
                        within(good(Quantity.bytes(text), text), (long) least, (long) most, text)
                                .intValue());
    }

    static <T> Kind<T> choice(T standard, List<T> choices, Function<T, String> spelling) {
        List<String> names = choices.stream().map(spelling).toList();
        return new Kind<>(
                "choice",
                names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
                String.join(" or ", names),
                spelling.apply(standard),
                standard,
                text ->
                        good(
                                choices.stream()
                                        .filter(c -> spelling.apply(c).equalsIgnoreCase(text))
                                        .findFirst(),
                                text));
    }

    static Kind<Optional<String>> text() {
        return text("any text", text -> true);
    }

    /** A text without a default. */
    static Kind<Optional<String>> text(String expected, Pattern pattern) {
        return text(expected, text -> pattern.matcher(text).matches());
    }

    private static Kind<Optional<String>> text(String expected, Predicate<String> accept) {
        return new Kind<>(
                "text",
                "",
                expected,
                "",
                Optional.empty(),
                text -> Optional.of(good(Optional.of(text).filter(accept), text)));
    }

    /** A text with a default. */
    static Kind<String> text(String standard, String expected, Pattern pattern) {
        return of(
                "text",
                standard,
                expected,
                standard,
                text -> good(Optional.of(text).filter(t -> pattern.matcher(t).matches()), text));
    }

    /** Items separated by commas; none by default. */
    static Kind<List<String>> list(String expected, Pattern item) {
        return of(
                "list",
                "",
                expected,
                List.of(),
                text -> items(text, one -> good(Optional.of(one).filter(matches(item)), one)));
    }

    /** A kind of its own. */
    static <T> Kind<T> of(
            String type, String standardText, String expected, T standard, Parser<T> parser) {
        return new Kind<>(type, "", expected, standardText, standard, parser);
    }

    /**
     * Reads a comma-separated list; a comma that belongs to a value is written with a backslash.
     *
     * @throws InvalidValueException naming every item that is invalid
     */
    static <T> List<T> items(String text, Parser<T> item) throws InvalidValueException {
        List<String> texts =
                Arrays.stream(COMMA.split(text))
                        .map(one -> one.replace("\\,", ",").strip())
                        .filter(one -> !one.isEmpty())
                        .toList();
        return each(texts, ",", item);
    }

    /** Reads each text; the exception names all that are invalid, joined by the separator. */
    static <T> List<T> each(List<String> texts, String separator, Parser<T> item)
            throws InvalidValueException {
        List<T> good = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (String text : texts) {
            try {
                good.add(item.parse(text));
            } catch (InvalidValueException e) {
                bad.add(e.part());
            }
        }
        if (!bad.isEmpty()) {
            throw new InvalidValueException(String.join(separator, bad));
        }
        return good;
    }

    static <T> T good(Optional<T> value, String text) throws InvalidValueException {
        return value.orElseThrow(() -> new InvalidValueException(text));
    }

    private static <C extends Comparable<C>> C within(C value, C least, C most, String text)
            throws InvalidValueException {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidValueException(text);
        }
        return value;
    }

    private static Predicate<String> matches(Pattern pattern) {
        return text -> pattern.matcher(text).matches();
    }
}
