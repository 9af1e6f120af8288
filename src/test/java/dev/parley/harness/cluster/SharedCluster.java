package dev.parley.harness.cluster;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The cluster that the test classes of one run share, since its nodes take long to start: the first
 * that asks for it in its constructor starts it, and the end of the run ends it.
 *
 * @param kinds of its nodes, in their order; {@code -Dparley.fault.nodes=wildfly,liberty}
 */
public record SharedCluster(List<String> kinds, Cluster cluster) implements AutoCloseable {

    private static SharedCluster start() {
        List<String> kinds =
                List.of(System.getProperty("parley.fault.nodes", "wildfly,liberty").split(","));
        try {
            return new SharedCluster(kinds, Cluster.start(kinds));
        } catch (IOException e) {
            throw new IllegalStateException("The cluster does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Nobody waits for the cluster", e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        cluster.close();
    }

    /** Gives it to the constructors of test classes. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == SharedCluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(SharedCluster.class, type -> start());
        }
    }
}
