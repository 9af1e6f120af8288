package dev.parley.harness.cluster;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The cluster that the test classes of one JVM share, because its nodes take long to start. The
 * first class that has one in its constructor starts it; it stops with the JVM.
 *
 * @param kinds of its nodes, in their order; {@code -Dparley.fault.nodes=wildfly,liberty}
 */
public record SharedCluster(List<String> kinds, Cluster cluster) {

    private static SharedCluster instance;

    /** Each further class fails at once. */
    private static IllegalStateException failure;

    private static synchronized SharedCluster get() {
        if (failure != null) {
            throw failure;
        }
        if (instance == null) {
            instance = start();
            Runtime.getRuntime().addShutdownHook(new Thread(SharedCluster::stop));
        }
        return instance;
    }

    private static SharedCluster start() {
        List<String> kinds =
                List.of(System.getProperty("parley.fault.nodes", "wildfly,liberty").split(","));
        try {
            return new SharedCluster(kinds, Cluster.start(kinds));
        } catch (IOException e) {
            throw failed("The cluster does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("The start of the cluster was interrupted", e);
        }
    }

    private static IllegalStateException failed(String message, Exception cause) {
        failure = new IllegalStateException(message, cause);
        return failure;
    }

    private static synchronized void stop() {
        try {
            instance.cluster.close();
        } catch (IOException e) {
            System.err.println("The cluster was not stopped: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives it to the constructors of test classes. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedCluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return get();
        }
    }
}
