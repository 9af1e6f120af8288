package dev.parley.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Makes the {@link ApplicationServer} that runs this deployment injectable. Thread-safe. */
@ApplicationScoped
public class ApplicationServerProducer {

    /** Dependent scope, which needs no proxy: connections keep a reference to the server. */
    @Produces
    ApplicationServer server() {
        return ApplicationServer.present();
    }
}
