package dev.parley.edge;

import dev.parley.flow.BodyWriter;
import dev.parley.flow.ThreadPools;
import dev.parley.server.BodyBudget;
import dev.parley.server.RequestLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets requests with a body wait for it without a thread, on servers that read bodies on the
 * threads of their requests. Open Liberty (26.0.0.3) has few of those: about 16 on two cores, and
 * it adds more only slowly.
 *
 * <p>It is the last filter. Once the body has arrived, the container dispatches the request again,
 * with {@link jakarta.servlet.DispatcherType#ASYNC}, so only filters for that type follow. All
 * others have handled the request before. Thread-safe.
 */
final class ArrivalFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient RequestLimits limits;
    private final transient ThreadPools threads;
    private final transient BodyWriter writer;

    ArrivalFilter(RequestLimits limits, ThreadPools threads, BodyWriter writer) {
        this.limits = limits;
        this.threads = threads;
        this.writer = writer;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!RequestLimits.awaitsBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        Runnable transfer = RequestLimits.arrive(request);
        BodyBudget.Share share = limits.share(request);
        ArrivedRequest arrived = new ArrivedRequest(request);
        Arrival arrival = new Arrival(arrived, response, transfer, writer);
        arrival.begin(limits, share, threads);
    }
}
