package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.client.Http;
import dev.parley.harness.client.RawClient;
import dev.parley.harness.client.TestUser;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.LoaderRegistrar;
import dev.parley.harness.war.RemainsServlet;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Deploys and undeploys the application repeatedly, each time with a client, and checks that no
 * thread and no class loader of it is left in the server: {@code -Dparley.redeployments} times,
 * twenty in {@code mvn -Plong verify -Dsuite=redeployment}. If something is left, {@code
 * redeployment.hprof} beside the reports holds the heap.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RedeploymentIT {

    private static final String PARLEY = "parley";
    private static final String PROBE = "probe";
    private static final int TIMES = Integer.getInteger("parley.redeployments", 3);

    /** Servers close a deployment in the background, and threads need time to end. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    @ArquillianResource private Deployer deployer;

    @ArquillianResource
    @OperateOnDeployment(PROBE)
    private URL probe;

    /** Outlives the application, and reports what is left of it. */
    @Deployment(name = PROBE, testable = false, order = 1)
    static WebArchive probe() {
        return ShrinkWrap.create(WebArchive.class, "probe.war")
                .addClasses(RemainsServlet.class, LoaderRegistrar.class);
    }

    @Deployment(name = PARLEY, testable = false, managed = false, order = 2)
    static WebArchive war() {
        return Deployments.war().addClass(LoaderRegistrar.class);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void undeploymentLeavesNoThreadAndNoClassLoader() throws Exception {
        URL server = new URL(probe, "/");
        for (int i = 0; i < TIMES; i++) {
            deployer.deploy(PARLEY);
            try (RawClient client = RawClient.inChat(server, TestUser.on(server))) {
                client.assertAlive();
            } finally {
                deployer.undeploy(PARLEY);
            }
        }
        JsonObject remains = remains();
        for (long end = System.nanoTime() + PATIENCE;
                left(remains) > 0 && System.nanoTime() < end; ) {
            // Nothing tells when a server has closed a deployment; each look costs a collection.
            TimeUnit.SECONDS.sleep(1);
            remains = remains();
        }
        if (left(remains) > 0) {
            Http.get(URI.create(probe + "remains?dump=" + dump()));
        }
        System.out.println("After " + TIMES + " deployments: " + remains);
        // The probe is one of them.
        assertEquals(TIMES + 1, remains.getInt("deployments"));
        assertEquals(0, left(remains), remains.toString());
        // Otherwise one class loader per deployment might be hidden among those.
        assertTrue(remains.getInt("loaders") < TIMES, remains.toString());
    }

    private static String dump() throws IOException {
        Path file =
                Path.of(System.getProperty("parley.reports", "target"), "redeployment.hprof")
                        .toAbsolutePath();
        Files.deleteIfExists(file);
        return file.toString();
    }

    /** The number of class loaders that the server itself does not keep, and of threads. */
    private static int left(JsonObject remains) {
        int leaked = remains.getInt("loaders") - remains.getInt("kept by server");
        return Math.max(0, leaked) + remains.getJsonArray("threads").size();
    }

    private JsonObject remains() throws Exception {
        String body = Http.get(URI.create(probe + "remains")).body();
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        }
    }
}
