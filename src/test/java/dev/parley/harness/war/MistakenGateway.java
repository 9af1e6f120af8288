package dev.parley.harness.war;

import dev.parley.api.Gateway;
import dev.parley.api.OnConnect;
import dev.parley.api.OnEvent;
import dev.parley.api.Socket;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;

/**
 * A gateway with one mistake of each kind that only a container can show; it must not be deployed.
 */
@Gateway("/mistaken")
public class MistakenGateway {

    /** What no payload can be. */
    public record Task(Runnable work) {}

    /** A producer in a gateway is none of the mistakes. */
    @Produces
    public StringBuilder notes() {
        return new StringBuilder();
    }

    @OnEvent("hidden")
    void hidden() {}

    @OnEvent("run")
    public void run(Task task) {}

    /** A gateway that would be another one for each request. */
    @RequestScoped
    @Gateway("/short")
    public static class Short {
        @OnEvent("any")
        public void any() {}
    }

    /** A gateway in namespaces that no portal can have. */
    @Gateway({"/admin", "/a/b"})
    public static class Astray {}

    /** A bean with a handler that is no gateway. */
    @RequestScoped
    public static class Stray {
        @OnConnect
        public void come(Socket socket) {}
    }
}
