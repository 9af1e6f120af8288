package dev.parley.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the parameters of a request, as the servlet specification defines them. Stateless. */
final class Parameters {

    private Parameters() {}

    /**
     * Returns the values of all parameters by name, those of the query first.
     *
     * @param form the body of a form
     */
    static Map<String, String[]> of(@Nullable String query, @Nullable String form) {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        add(query, parameters);
        add(form, parameters);
        return Collections.unmodifiableMap(parameters);
    }

    private static void add(@Nullable String encoded, Map<String, String[]> parameters) {
        if (encoded == null) {
            return;
        }
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!name.isEmpty()) {
                parameters.merge(name, new String[] {value}, Parameters::concat);
            }
        }
    }

    private static String[] concat(String[] values, String[] more) {
        String[] all = Arrays.copyOf(values, values.length + more.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return all;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
