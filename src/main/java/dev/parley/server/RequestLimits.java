package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The limits of HTTP requests while they arrive: the size of a head, the size and time of a body,
 * and the memory of all bodies together. Thread-safe.
 */
public final class RequestLimits {

    private final int maxHead;
    private final int maxBytes;
    private final Duration timeout;
    private final long maxTotal;
    private final Predicate<String> pollingPaths;
    private final AtomicLong total = new AtomicLong();

    /**
     * @param maxHead size limit of the URL and headers of one request
     * @param maxBytes size limit of one body
     * @param timeout the time that a client has to send a body
     * @param maxTotal size limit of all bodies that this node holds
     * @param pollingPaths the paths whose POSTs the application receives itself, without blocking
     */
    public RequestLimits(
            int maxHead,
            int maxBytes,
            Duration timeout,
            long maxTotal,
            Predicate<String> pollingPaths) {
        this.maxHead = maxHead;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
        this.maxTotal = maxTotal;
        this.pollingPaths = pollingPaths;
    }

    /** Returns whether a body may follow the head of a request. HTTP/2 need not announce one. */
    public static boolean announcesBody(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0
                || request.getHeader("Transfer-Encoding") != null
                || length < 0 && request.getMethod().equals("POST");
    }

    /** Returns the size limit of the URL and headers of one request. */
    public int maxHead() {
        return maxHead;
    }

    /** Returns the size limit of one body. */
    public int maxBytes() {
        return maxBytes;
    }

    /** Returns the time that a client has to send a body. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns whether the application receives the bodies at this path itself. */
    public boolean isPolling(String path) {
        return pollingPaths.test(path);
    }

    /** Reserves memory; returns false if the node holds too much already. */
    public boolean reserve(int bytes) {
        if (total.addAndGet(bytes) <= maxTotal) {
            return true;
        }
        release(bytes);
        return false;
    }

    /** Releases memory that was reserved. */
    public void release(int bytes) {
        total.addAndGet(-bytes);
    }
}
