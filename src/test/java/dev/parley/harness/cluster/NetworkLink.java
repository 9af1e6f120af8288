package dev.parley.harness.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to a port of this machine, which can be cut. As with a network that is cut, nobody is
 * told: connections stay open, and what was sent arrives when the way is whole again. Thread-safe.
 */
public final class NetworkLink implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean cut;

    private NetworkLink(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Opens a way from one port to another. */
    public static NetworkLink open(int port, int target) throws IOException {
        ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        NetworkLink link = new NetworkLink(server, target);
        start(link::accept);
        return link;
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Work that ends with its sockets. */
    private static void start(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException over) {
                                // One of the two has gone, or this is closed.
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "network-link");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        for (; ; ) {
            Socket from = server.accept();
            sockets.add(from);
            start(() -> connect(from));
        }
    }

    private void connect(Socket from) throws IOException, InterruptedException {
        awaitWhole();
        Socket to;
        try {
            to = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException nobodyListens) {
            end(from);
            return;
        }
        sockets.add(to);
        start(() -> carry(from, to));
        carry(to, from);
    }

    private void carry(Socket from, Socket to) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitWhole();
                out.write(buffer, 0, read);
            }
        } finally {
            // Nor does the news of an end get through.
            awaitWhole();
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) throws IOException {
        sockets.remove(socket);
        socket.close();
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    public synchronized void cut() {
        cut = true;
    }

    public synchronized void mend() {
        cut = false;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        mend();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
