package dev.parley.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.TimeScheduler;
import org.jgroups.util.Util;

/**
 * Creates the sockets between nodes. They use TLS 1.3, and each side proves that it has a key from
 * the other's key store. Thread-safe.
 *
 * <p>A handshake may take {@value #PATIENCE_MILLIS} ms. The TLS of JGroups 5.5.6 has no such limit.
 * It waits indefinitely for a node that accepts connections but does not respond. That blocks
 * messages to all other nodes, and three nodes that connect to each other at once can deadlock. It
 * also accepts no other connection while a client sends its handshake byte by byte.
 */
final class NodeSockets extends DefaultSocketFactory {

    private static final long PATIENCE_MILLIS = 2_000;

    private final SSLSocketFactory sockets;
    private final Supplier<TimeScheduler> timer;

    /**
     * @param timer closes sockets whose handshake takes too long, which may block
     */
    NodeSockets(KeyStore keys, char[] password, Supplier<TimeScheduler> timer)
            throws GeneralSecurityException {
        this.sockets = context(keys, password).getSocketFactory();
        this.timer = timer;
    }

    /** Presents the key of a key store, and trusts the certificates that it contains. */
    private static SSLContext context(KeyStore keys, char[] password)
            throws GeneralSecurityException {
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        TrustManagerFactory others =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(keys);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    /** Creates a socket that is not connected yet. */
    @Override
    public Socket createSocket(String service) throws IOException {
        return prepared((SSLSocket) sockets.createSocket());
    }

    /** Creates a server socket that is not bound yet. */
    @Override
    public ServerSocket createServerSocket(String service) throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                Socket accepted = super.accept();
                try {
                    return prepared((SSLSocket) sockets.createSocket(accepted, null, true));
                } catch (IOException | RuntimeException e) {
                    Util.close(accepted);
                    throw e;
                }
            }
        };
    }

    private Socket prepared(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNeedClientAuth(true);
        socket.setSSLParameters(parameters);
        Future<?> deadline =
                timer.get()
                        .schedule(() -> Util.close(socket), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        socket.addHandshakeCompletedListener(completed -> deadline.cancel(false));
        return socket;
    }
}
