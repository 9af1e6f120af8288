package dev.parley.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads settings one by one. Records what is invalid and continues with the default, so that one
 * start reports every problem. For one thread.
 */
final class Values {

    private static final int SHOWN = 100;

    private final Function<String, Optional<String>> source;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param source finds the text of a setting by its name
     */
    Values(Function<String, Optional<String>> source) {
        this.source = source;
    }

    /** The names that were read. */
    Set<String> names() {
        return names;
    }

    List<String> problems() {
        return problems;
    }

    /** Records a problem that concerns more than one value. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /** The value of a setting, or its default if it is absent, empty or invalid. */
    <T> T get(Setting<T> setting) {
        names.add(setting.name());
        Optional<String> text =
                source.apply(setting.name()).map(String::strip).filter(t -> !t.isEmpty());
        if (text.isEmpty()) {
            return setting.kind().standard();
        }
        try {
            return setting.kind().parse(text.get());
        } catch (InvalidValueException e) {
            problem(
                    setting.name()
                            + "="
                            + shown(e.part())
                            + " is invalid: use "
                            + setting.kind().expected());
            return setting.kind().standard();
        }
    }

    private static String shown(String value) {
        String visible = value.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= SHOWN ? visible : visible.substring(0, SHOWN) + "…";
    }
}
