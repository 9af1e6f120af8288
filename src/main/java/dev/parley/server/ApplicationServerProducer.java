package dev.parley.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Makes the {@link ApplicationServer} that runs this deployment injectable. Thread-safe. */
@ApplicationScoped
public class ApplicationServerProducer {

    /** Dependent: without a proxy, since connections keep a reference to it. */
    @Produces
    ApplicationServer server() {
        return ApplicationServer.present();
    }
}
