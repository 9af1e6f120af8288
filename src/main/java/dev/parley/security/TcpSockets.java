package dev.parley.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates the TLS socket of one connection and can close the TCP socket below it, which ends a read
 * in progress. {@code HttpURLConnection.disconnect} of the JDK (17) waits for that read while it
 * reads the head of a chunk. Thread-safe.
 *
 * <p>Does not override {@code createSocket()}, so that the JDK connects a TCP socket first.
 */
final class TcpSockets extends SSLSocketFactory {

    private final SSLSocketFactory tls;
    private @Nullable Socket tcp;
    private boolean closed;

    TcpSockets(SSLSocketFactory tls) {
        this.tls = tls;
    }

    /** Closes the TCP socket, now or as soon as it is connected. */
    synchronized void close() throws IOException {
        closed = true;
        if (tcp != null) {
            tcp.close();
        }
    }

    private synchronized void keep(Socket connected) throws IOException {
        tcp = connected;
        if (closed) {
            connected.close();
        }
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
            throws IOException {
        keep(connected);
        return tls.createSocket(connected, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(new Socket(host, port), host, port, true);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
            throws IOException {
        return createSocket(new Socket(host, port, from, fromPort), host, port, true);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(new Socket(host, port), host.getHostName(), port, true);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        return createSocket(new Socket(host, port, from, fromPort), host.getHostName(), port, true);
    }
}
