package dev.parley.harness.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Serves the keys of an identity provider on the loopback address, as slowly as a test wants.
 * Thread-safe.
 */
public final class KeyServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final byte[] jwks;
    private final AtomicInteger slowOnes = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private boolean slow;

    public KeyServer(String jwks) throws IOException {
        this.jwks = jwks.getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/keys", this::answer);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    /** From now on, responses never end; they trickle, so that no read times out. */
    public void hang(boolean on) {
        lock.lock();
        try {
            slow = on;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests have met a slow server. */
    public int slowRequests() {
        return slowOnes.get();
    }

    /** Whether a slow request is still waiting for its response. */
    public boolean isBusy() {
        return running.get() > 0;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        running.incrementAndGet();
        try (OutputStream body = exchange.getResponseBody()) {
            trickle(body);
            body.write(jwks);
        } finally {
            running.decrementAndGet();
            exchange.close();
        }
    }

    private void trickle(OutputStream body) throws IOException {
        lock.lock();
        try {
            if (slow) {
                slowOnes.incrementAndGet();
            }
            while (slow) {
                body.write(' ');
                body.flush();
                change.await(100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        hang(false);
        server.stop(0);
        threads.shutdownNow();
    }
}
