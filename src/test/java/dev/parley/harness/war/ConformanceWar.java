package dev.parley.harness.war;

import dev.parley.conformance.ConformanceSettings;
import dev.parley.conformance.lab.LabGateway;
import dev.parley.conformance.suites.Echo;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The WAR of the profile {@code conformance}, put together without Maven: the real one, and what
 * the official suites expect, and handlers of our own. Stateless.
 */
public final class ConformanceWar {

    private static final File SOURCES = new File("src/test/conformance");
    private static final String SERVICES = "META-INF/services";

    private ConformanceWar() {}

    /** With the settings of the official suites, and these in place of some. */
    public static WebArchive with(Map<String, String> overrides) {
        WebArchive war =
                Deployments.war()
                        .addPackage(ConformanceSettings.class.getPackage())
                        .addPackage(Echo.class.getPackage())
                        .addPackage(LabGateway.class.getPackage())
                        .addAsResource(
                                new StringAsset(settings(overrides)), "conformance.properties");
        for (File service : new File(SOURCES, "handlers/" + SERVICES).listFiles()) {
            war.addAsResource(service, SERVICES + "/" + service.getName());
        }
        return war;
    }

    private static String settings(Map<String, String> overrides) {
        Properties settings = new Properties();
        try (FileReader file = new FileReader(new File(SOURCES, "suites/conformance.properties"))) {
            settings.load(file);
            settings.putAll(overrides);
            StringWriter text = new StringWriter();
            settings.store(text, null);
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
