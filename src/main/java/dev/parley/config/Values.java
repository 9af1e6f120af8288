package dev.parley.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads one setting after the other, notes what is wrong with each, and goes on with the default,
 * so that all problems are found in one go. For one thread.
 */
final class Values {

    private static final Set<String> YES = Set.of("true", "yes", "on", "1");
    private static final Set<String> NO = Set.of("false", "no", "off", "0");
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private final Function<String, Optional<String>> source;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    Values(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** The names that were asked for: all that exist, once everything is read. */
    Set<String> names() {
        return names;
    }

    List<String> problems() {
        return problems;
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    Optional<String> text(String name) {
        names.add(name);
        return source.apply(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    boolean flag(String name, boolean standard) {
        Optional<String> text = text(name);
        String lower = text.map(t -> t.toLowerCase(Locale.ROOT)).orElse(Boolean.toString(standard));
        if (YES.contains(lower) || NO.contains(lower)) {
            return YES.contains(lower);
        }
        wrong(name, text.orElse(""), "true or false");
        return standard;
    }

    int number(String name, int standard, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number out of range
        }
        wrong(name, text.get(), "a whole number from " + least + " to " + most);
        return standard;
    }

    Duration duration(String name, Duration standard, Duration least, Duration most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        Optional<Duration> duration = Quantity.duration(text.get());
        if (duration.isPresent()
                && duration.get().compareTo(least) >= 0
                && duration.get().compareTo(most) <= 0) {
            return duration.get();
        }
        String range = Quantity.text(least) + " to " + Quantity.text(most);
        wrong(name, text.get(), "a duration such as 25s, 300ms, 2m or 1h, from " + range);
        return standard;
    }

    int bytes(String name, int standard, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        Optional<Long> bytes = Quantity.bytes(text.get());
        if (bytes.isPresent() && bytes.get() >= least && bytes.get() <= most) {
            return bytes.get().intValue();
        }
        String range = Quantity.text(least) + " to " + Quantity.text(most);
        wrong(name, text.get(), "a size such as 65536, 64KiB or 1MiB, from " + range);
        return standard;
    }

    <T> T choice(String name, T standard, List<T> choices, Function<T, String> spelling) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return standard;
        }
        for (T choice : choices) {
            if (spelling.apply(choice).equalsIgnoreCase(text.get())) {
                return choice;
            }
        }
        wrong(name, text.get(), String.join(" or ", choices.stream().map(spelling).toList()));
        return standard;
    }

    /** A comma-separated list; a comma that belongs to a value is written with a backslash. */
    List<String> list(String name) {
        return text(name).stream()
                .flatMap(text -> Arrays.stream(COMMA.split(text)))
                .map(item -> item.replace("\\,", ",").strip())
                .filter(item -> !item.isEmpty())
                .toList();
    }

    void wrong(String name, String value, String allowed) {
        problem(name + "=" + shown(value) + " is wrong: allowed is " + allowed);
    }

    private static String shown(String value) {
        String visible = value.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 100 ? visible : visible.substring(0, 100) + "…";
    }
}
