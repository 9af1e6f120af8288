package dev.parley.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/** Runs tasks with an active CDI request scope, as in an HTTP request. Thread-safe. */
@ApplicationScoped
public class RequestScope {

    @ActivateRequestContext
    public void run(Runnable task) {
        task.run();
    }
}
