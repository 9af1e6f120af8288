package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * The limits of HTTP requests while they arrive: the size of a head, the size and time of a body,
 * and the memory of all bodies together. Thread-safe.
 */
public final class RequestLimits {

    /** The header in which proxies tell the client's address. */
    static final String FORWARDED = "X-Forwarded-For";

    private static final String AWAITED = RequestLimits.class.getName() + ".awaited";

    private final int maxHead;
    private final int maxBytes;
    private final Duration timeout;
    private final BiFunction<String, List<String>, BodyBudget.Share> shares;
    private final Predicate<String> pollingPaths;

    /**
     * @param maxHead size limit of the URL and headers of one request
     * @param maxBytes size limit of one body
     * @param timeout the time that a client has to send a body
     * @param shares returns the memory for the body of a new request, given the address of its
     *     connection and the values of its header {@value #FORWARDED}
     * @param pollingPaths the paths whose POSTs the application receives itself, without blocking
     */
    public RequestLimits(
            int maxHead,
            int maxBytes,
            Duration timeout,
            BiFunction<String, List<String>, BodyBudget.Share> shares,
            Predicate<String> pollingPaths) {
        this.maxHead = maxHead;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
        this.shares = shares;
        this.pollingPaths = pollingPaths;
    }

    /** Returns whether a body may follow the head of a request. HTTP/2 need not announce one. */
    public static boolean announcesBody(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0
                || request.getHeader("Transfer-Encoding") != null
                || length < 0 && request.getMethod().equals("POST");
    }

    /**
     * Returns whether a request is handled only once its body has arrived, in another dispatch.
     * Filters must then only pass it on.
     */
    public static boolean awaitsBody(HttpServletRequest request) {
        return request.getAttribute(AWAITED) != null;
    }

    /**
     * Lets {@link #awaitsBody} return true for a request.
     *
     * @param transfer must run before another thread dispatches the request
     */
    public static void awaitBody(HttpServletRequest request, Runnable transfer) {
        request.setAttribute(AWAITED, transfer);
    }

    /** Lets {@link #awaitsBody} return false again; returns the action that was given. */
    public static Runnable arrive(HttpServletRequest request) {
        Runnable transfer = (Runnable) request.getAttribute(AWAITED);
        request.removeAttribute(AWAITED);
        return transfer;
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

    /** Returns the memory for the body of a new request; see {@link #share(String, List)}. */
    public BodyBudget.Share share(HttpServletRequest request) {
        return share(request.getRemoteAddr(), Collections.list(request.getHeaders(FORWARDED)));
    }

    /**
     * Returns the memory for the body of a new request. Must be released at the end of the request.
     *
     * @param peer the address of its connection
     * @param forwarded the values of its header {@value #FORWARDED}
     */
    public BodyBudget.Share share(String peer, List<String> forwarded) {
        return shares.apply(peer, forwarded);
    }
}
