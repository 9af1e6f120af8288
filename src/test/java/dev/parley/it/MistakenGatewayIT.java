package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.harness.server.ServerLog;
import dev.parley.harness.war.Deployments;
import dev.parley.harness.war.MistakenGateway;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gateways with mistakes stop the deployment, and one message names them all. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MistakenGatewayIT {

    private static final String MISTAKEN = "mistaken";
    private static final String HERE = MistakenGateway.class.getName();

    @ArquillianResource private Deployer deployer;

    @Deployment(name = MISTAKEN, managed = false, testable = false)
    static WebArchive war() {
        return Deployments.war().addClass(MistakenGateway.class);
    }

    @Test
    void allMistakesAreNamedWithClassAndMethod() throws Exception {
        ServerLog log = ServerLog.now();
        assertThrows(Exception.class, () -> deployer.deploy(MISTAKEN));
        String written = log.text();
        for (String mistake :
                List.of(
                        "the gateways have 6 mistakes",
                        HERE + ".hidden(): a handler must be public",
                        HERE
                                + ".run(Task): "
                                + HERE
                                + "$Task.work: unsupported payload type java.lang.Runnable",
                        HERE + "$Short: a gateway must be @ApplicationScoped",
                        HERE + "$Astray: the namespace /admin is reserved",
                        HERE + "$Astray: the namespace \"/a/b\" must be a slash and a name",
                        HERE
                                + "$Stray.come(Socket): the class of a handler must have the annotation @Gateway")) {
            assertTrue(
                    written.contains(mistake), () -> mistake + " is not in the log:\n" + written);
        }
        deployer.undeploy(MISTAKEN);
    }
}
