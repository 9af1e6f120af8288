package dev.parley.bench;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command, followed by {@code name=value} pairs. Unknown names are errors. */
final class Arguments {

    private final String command;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    Arguments(List<String> words) {
        command = words.isEmpty() ? "help" : words.get(0);
        for (String word : words.subList(Math.min(1, words.size()), words.size())) {
            int equals = word.indexOf('=');
            if (equals < 1 || values.containsKey(word.substring(0, equals))) {
                throw new IllegalArgumentException("no name=value, or one twice: " + word);
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    String command() {
        return command;
    }

    String text(String name, String standard) {
        asked.add(name);
        return values.getOrDefault(name, standard);
    }

    List<String> list(String name, String standard) {
        return Arrays.stream(text(name, standard).split(","))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    double number(String name, double standard, double least, double most) {
        String value = text(name, null);
        double number = value == null ? standard : Double.parseDouble(value);
        if (!(number >= least && number <= most)) {
            throw new IllegalArgumentException(
                    name + " must be from " + least + " to " + most + ", not " + value);
        }
        return number;
    }

    int whole(String name, int standard, int least, int most) {
        double number = number(name, standard, least, most);
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException(name + " must be a whole number");
        }
        return (int) number;
    }

    /**
     * Checks that every argument was used; called after all have been read.
     *
     * @throws IllegalArgumentException if an argument is unknown
     */
    void refuseUnknown() {
        for (String name : values.keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException(command + " knows no " + name);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(command);
        values.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }
}
