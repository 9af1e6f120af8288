package dev.parley.edge;

import dev.parley.flow.BodyWriter;
import dev.parley.flow.RequestBody;
import dev.parley.flow.ThreadPools;
import dev.parley.server.BodyBudget;
import dev.parley.server.EndOfRequest;
import dev.parley.server.RequestLimits;
import dev.parley.server.RequestRefusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Receives the body of one request and then dispatches the request, or refuses it. No thread waits
 * meanwhile. Thread-safe.
 */
final class Arrival implements RequestBody.Listener {

    private static final Logger LOG = Logger.getLogger(Arrival.class.getName());

    private final ArrivedRequest request;
    private final HttpServletResponse response;
    private final Runnable transfer;
    private final AsyncContext async;
    private final BodyWriter writer;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Future<?> deadline;

    /**
     * Why the body is refused, while its rest is being discarded. Closing the connection at once
     * could destroy the response before the client, which still sends, has read it.
     */
    private volatile @Nullable RequestRefusal refusal;

    /**
     * Begins asynchronous mode.
     *
     * @param transfer runs before the dispatch
     */
    Arrival(
            ArrivedRequest request,
            HttpServletResponse response,
            Runnable transfer,
            BodyWriter writer) {
        this.request = request;
        this.response = response;
        this.transfer = transfer;
        this.writer = writer;
        async = request.startAsync(request, response);
        // The deadline of the body is exact, and whatever handles the request has its own.
        async.setTimeout(0);
    }

    /**
     * Begins to receive the body.
     *
     * @param share the memory of the body, which is released at the end of the request
     */
    void begin(RequestLimits limits, BodyBudget.Share share, ThreadPools threads)
            throws IOException {
        async.addListener(new EndOfRequest(() -> release(share)));
        deadline = threads.timers().after(limits.timeout(), () -> threads.abort(this::onTooSlow));
        ServletInputStream in = ((HttpServletRequest) request.getRequest()).getInputStream();
        RequestBody body = new RequestBody(in, limits.maxBytes(), share, this);
        if (request.getContentLengthLong() > limits.maxBytes()) {
            body.refuse();
        }
        in.setReadListener(body);
    }

    private void release(BodyBudget.Share share) {
        end(() -> {});
        share.release();
    }

    /** Runs the first of several actions that end the arrival. */
    private void end(Runnable action) {
        if (over.compareAndSet(false, true)) {
            Future<?> timer = deadline;
            if (timer != null) {
                timer.cancel(false);
            }
            action.run();
        }
    }

    @Override
    public void onComplete(byte[] body) {
        end(() -> handle(body));
    }

    private void handle(byte[] body) {
        request.arrived(body);
        try {
            transfer.run();
            async.dispatch(request.dispatchPath());
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "A request ended before it was handled", e);
            BodyWriter.complete(async);
        }
    }

    @Override
    public void onTooLarge() {
        refusal = RequestRefusal.TOO_LARGE;
    }

    @Override
    public void onTooMany() {
        refusal = RequestRefusal.TOO_MANY;
    }

    @Override
    public void onDiscarded() {
        end(() -> respond(RequestRefusal.TOO_LARGE));
    }

    private void onTooSlow() {
        end(() -> respond(RequestRefusal.TOO_SLOW));
    }

    /** The body is malformed, or the client has disconnected or sends nothing more. */
    @Override
    public void onLost(Throwable failure) {
        end(() -> respond(RequestRefusal.INCOMPLETE));
    }

    /** Responds with the first reason, which may be an earlier one. */
    private void respond(RequestRefusal latest) {
        RequestRefusal earlier = refusal;
        RequestRefusal first = earlier == null ? latest : earlier;
        try {
            byte[] body = EdgeFilter.prepare(response, first);
            ServletOutputStream out = response.getOutputStream();
            writer.write(async, out, body, Optional.empty(), failure -> {});
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, "A request ended before its response", e);
            BodyWriter.complete(async);
        }
    }
}
