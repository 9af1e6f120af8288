package dev.parley.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The cluster that the test classes of one run share, since its nodes take long to start: the first
 * that asks for it in its constructor starts it, and the end of the run ends it.
 *
 * @param kinds of its nodes, in their order; {@code -Dparley.fault.nodes=wildfly,liberty}
 * @param key signs the tokens that count there
 */
record SharedCluster(List<String> kinds, Cluster cluster, SigningKey key)
        implements ExtensionContext.Store.CloseableResource {

    private static SharedCluster start() {
        List<String> kinds =
                List.of(System.getProperty("parley.fault.nodes", "wildfly,liberty").split(","));
        try {
            Path folder = Files.createTempDirectory("parley-cluster");
            SigningKey key = SigningKey.in(folder);
            String location = key.publicKey().toUri().toString();
            Cluster cluster =
                    Cluster.start(kinds, Map.of("MP_JWT_VERIFY_PUBLICKEY_LOCATION", location));
            return new SharedCluster(kinds, cluster, key);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The cluster does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Nobody waits for the cluster", e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        cluster.close();
        Files.deleteIfExists(key.privateKey());
        Files.deleteIfExists(key.publicKey());
        Files.deleteIfExists(key.publicKey().getParent());
    }

    /** Gives it to the constructors of test classes. */
    static final class Extension implements ParameterResolver {

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
