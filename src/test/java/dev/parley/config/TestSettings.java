package dev.parley.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings for tests: development mode, and whatever else a test names. */
public final class TestSettings {

    private TestSettings() {}

    /**
     * @param namesAndValues a name, its value, the next name …
     */
    public static Settings with(String... namesAndValues) {
        Map<String, String> values = new HashMap<>(Map.of("parley.dev.enabled", "true"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new SettingsReader(name -> Optional.ofNullable(values.get(name))).read();
    }
}
