package dev.parley.config;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Provides {@link Settings} to CDI: one instance, read at the first injection. */
@Dependent
public class SettingsProducer {

    private static final Logger LOG = System.getLogger(SettingsProducer.class.getName());

    /**
     * Reads the settings and logs a warning for each unknown name.
     *
     * @throws SettingsException if a setting is invalid
     */
    @Produces
    @Singleton
    Settings settings(Config config) {
        SettingsReader reader =
                new SettingsReader(name -> config.getOptionalValue(name, String.class));
        try {
            return reader.read();
        } finally {
            // A misspelt name may be the reason why a setting is missing, so warn in any case.
            for (String sentence :
                    UnknownSettings.describe(configured(config), SettingsCatalog.names())) {
                LOG.log(Level.WARNING, sentence);
            }
        }
    }

    private static List<String> configured(Config config) {
        List<String> names = new ArrayList<>();
        for (ConfigSource source : config.getConfigSources()) {
            names.addAll(source.getPropertyNames());
        }
        return names;
    }
}
