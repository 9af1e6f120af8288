package dev.parley.harness.war;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The real WAR as the archive of a test, as the build packed it or with other settings inside.
 *
 * <p>Stateless; each call reads the file anew, so an archive may be changed freely.
 */
public final class Deployments {

    private static final String SETTINGS =
            "/WEB-INF/classes/META-INF/microprofile-config.properties";

    static {
        UncompressedExporter.install();
    }

    private Deployments() {}

    /** The WAR as the build packed it, with indexed libraries. */
    public static WebArchive war() {
        return ShrinkWrap.createFromZipFile(
                WebArchive.class,
                new File(System.getProperty("parley.test.war", "target/ROOT.war")));
    }

    /**
     * The WAR with other settings: {@code overrides} are merged over its own {@code
     * microprofile-config.properties}. Settings that the test's server was started with (see {@code
     * arquillian.xml}) still win, as a system property beats the file.
     */
    public static WebArchive war(Map<String, String> overrides) {
        WebArchive war = war();
        Properties settings = new Properties();
        try {
            if (war.contains(SETTINGS)) {
                try (InputStream original = war.get(SETTINGS).getAsset().openStream()) {
                    settings.load(original);
                }
                war.delete(SETTINGS);
            }
            settings.putAll(overrides);
            StringWriter text = new StringWriter();
            settings.store(text, null);
            return war.add(new StringAsset(text.toString()), SETTINGS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
