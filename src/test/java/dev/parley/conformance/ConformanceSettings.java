package dev.parley.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The settings that a WAR for conformance tests brings along. Immutable. */
public class ConformanceSettings implements ConfigSource {

    private static final String FILE = "/conformance.properties";

    /** Above the file of the product, below what an admin says. */
    private static final int ORDINAL = 200;

    private final Properties settings = new Properties();

    public ConformanceSettings() {
        try (InputStream file = ConformanceSettings.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not in the WAR");
            }
            settings.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return settings.stringPropertyNames();
    }

    @Override
    public String getValue(String name) {
        return settings.getProperty(name);
    }

    @Override
    public String getName() {
        return FILE;
    }
}
