package dev.parley.bench.undertow;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletException;

/** Starts {@link FrameEndpoint} on Undertow, at the port in the first argument. */
public final class UndertowWriter {

    private UndertowWriter() {}

    public static void main(String[] arguments) throws ServletException {
        start(Integer.parseInt(arguments[0]), FrameEndpoint.class);
    }

    /**
     * Starts it on the loopback.
     *
     * @param port 0 for any that is free
     * @param endpoint what it serves
     */
    public static Undertow start(int port, Class<? extends FrameEndpoint> endpoint)
            throws ServletException {
        DeploymentInfo deployment =
                Servlets.deployment()
                        .setClassLoader(UndertowWriter.class.getClassLoader())
                        .setContextPath("/")
                        .setDeploymentName("bench")
                        .addServletContextAttribute(
                                WebSocketDeploymentInfo.ATTRIBUTE_NAME,
                                new WebSocketDeploymentInfo().addEndpoint(endpoint));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
        manager.deploy();
        Undertow server =
                Undertow.builder()
                        .addHttpListener(port, "127.0.0.1")
                        .setHandler(Handlers.path(manager.start()))
                        .build();
        server.start();
        return server;
    }
}
