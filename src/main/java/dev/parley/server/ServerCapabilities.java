package dev.parley.server;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Names each capability that the server lacks, in one sentence each, and refuses to be deployed
 * without a required one. Without this, a server that has no EJB or no JPA fails with pages of
 * errors about unsatisfied injection points.
 *
 * <p>The constructor checks and logs, because nothing of the application runs earlier: WildFly (39)
 * creates the extensions of a deployment before it looks for the services that the deployment
 * depends on, and goes no further if there is no data source. It ignores exceptions of the
 * constructor, so the refusal comes when CDI starts, before it reads the beans. This class uses no
 * API of the server but CDI's.
 */
public final class ServerCapabilities implements Extension {

    static final List<Capability> ALL =
            List.of(
                    required(
                            "Enterprise Beans (EJB)",
                            "jakarta.ejb.Singleton",
                            "ejb3",
                            "enterpriseBeansLite-4.0"),
                    required(
                            "Jakarta Persistence (JPA)",
                            "jakarta.persistence.EntityManager",
                            "jpa",
                            "persistence-3.1"),
                    required("Jakarta REST", "jakarta.ws.rs.Path", "jaxrs", "restfulWS-3.1"),
                    required(
                            "Jakarta WebSocket",
                            "jakarta.websocket.server.ServerEndpoint",
                            "undertow",
                            "websocket-2.1"),
                    required(
                            "Bean Validation",
                            "jakarta.validation.Validator",
                            "bean-validation",
                            "beanValidation-3.0"),
                    required("JSON Binding", "jakarta.json.bind.Jsonb", "jaxrs", "jsonb-3.0"),
                    required(
                            "Jakarta Concurrency",
                            "jakarta.enterprise.concurrent.ManagedExecutorService",
                            "ee",
                            "concurrent-3.0"),
                    required(
                            "MicroProfile Config",
                            "org.eclipse.microprofile.config.Config",
                            "microprofile-config-smallrye",
                            "mpConfig-3.1"),
                    new Capability(
                            "MicroProfile Health, so /health does not report the state of Parley",
                            "org.eclipse.microprofile.health.HealthCheck",
                            "microprofile-health-smallrye",
                            "mpHealth-4.0",
                            false));

    private static final Logger LOG = Logger.getLogger(ServerCapabilities.class.getName());

    private final List<String> missing;

    /** Called by the container. */
    public ServerCapabilities() {
        this(new InstalledServer());
    }

    ServerCapabilities(ServerView server) {
        List<Capability> lacking =
                ALL.stream().filter(capability -> !server.provides(capability)).toList();
        for (Capability capability : lacking) {
            LOG.log(
                    capability.isRequired() ? Level.SEVERE : Level.WARNING,
                    capability::missingMessage);
        }
        if (!server.hasDataSource()) {
            LOG.severe(
                    "This server has no data source, which Parley needs: on WildFly run parley.cli,"
                            + " on Open Liberty add a dataSource with the id DefaultDataSource"
                            + " (docs/install.md)");
        }
        missing = lacking.stream().filter(Capability::isRequired).map(Capability::title).toList();
    }

    /**
     * Stops the deployment before CDI reads the beans.
     *
     * @throws IllegalStateException if a required capability is missing
     */
    void refuse(@Observes BeforeBeanDiscovery start) {
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Parley does not start, because this server has no "
                            + String.join(", no ", missing));
        }
    }

    private static Capability required(
            String title, String type, String subsystem, String feature) {
        return new Capability(title, type, subsystem, feature, true);
    }
}
