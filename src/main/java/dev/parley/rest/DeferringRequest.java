package dev.parley.rest;

import dev.parley.flow.BodyWriter;
import dev.parley.server.EndOfRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A request whose asynchronous mode ends only after its {@link DeferredBody} has been written, or
 * has been given up because the client did not read it in time. For one thread at a time.
 */
final class DeferringRequest extends HttpServletRequestWrapper {

    private static final Logger LOG = Logger.getLogger(DeferringRequest.class.getName());
    private static final String ANSWERED = DeferringRequest.class.getName() + ".answered";

    private final DeferredBody body;
    private final BodyWriter bodies;
    private final Optional<Runnable> abort;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private @Nullable DeferringContext context;

    /**
     * @param abort closes the connection of the request, if the server offers a way
     */
    DeferringRequest(
            HttpServletRequest request,
            DeferredBody body,
            BodyWriter bodies,
            Optional<Runnable> abort) {
        super(request);
        this.body = body;
        this.bodies = bodies;
        this.abort = abort;
        setAttribute(ANSWERED, answered);
    }

    /**
     * Returns a stage that completes when the client has read the response to a request, or will
     * not read it; on any thread.
     */
    @SuppressWarnings("unchecked")
    static CompletionStage<Void> answered(HttpServletRequest request) {
        return (CompletionStage<Void>) request.getAttribute(ANSWERED);
    }

    @Override
    public AsyncContext startAsync() {
        AsyncContext begun = super.startAsync(this, body);
        // The time without an answer is limited by what it waits for, and the rest by this class.
        begun.setTimeout(0);
        begun.addListener(new EndOfRequest(() -> answered.complete(null)));
        context = new DeferringContext(begun, () -> send(begun));
        return context;
    }

    /** The response is the same: its body must not be written before the request ends. */
    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return startAsync();
    }

    @Override
    public AsyncContext getAsyncContext() {
        DeferringContext begun = context;
        return begun == null ? super.getAsyncContext() : begun;
    }

    /** Writes the response of a resource that did not start asynchronous mode. */
    void finish() {
        if (context != null) {
            return;
        }
        if (body.collected().length == 0) {
            answered.complete(null);
        } else {
            startAsync().complete();
        }
    }

    /** Must be called if the request fails with an exception. */
    void fail() {
        if (context == null) {
            answered.complete(null);
        }
    }

    private void send(AsyncContext async) {
        byte[] bytes = body.collected();
        HttpServletResponse response = (HttpServletResponse) body.getResponse();
        if (bytes.length > 0) {
            response.setContentLength(bytes.length);
        }
        if (bytes.length > 0 && !getMethod().equals("HEAD")) {
            try {
                ServletOutputStream out = response.getOutputStream();
                bodies.write(async, out, bytes, abort, failure -> answered.complete(null));
                return;
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.FINE, "A request ended before its response", e);
            }
        }
        BodyWriter.complete(async);
        answered.complete(null);
    }
}
