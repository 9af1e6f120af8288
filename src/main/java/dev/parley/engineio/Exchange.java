package dev.parley.engineio;

import dev.parley.flow.BodyWriter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One HTTP request that awaits its response. Thread-safe: the first response wins. No thread is
 * blocked while the request waits or while a client reads the response slowly.
 */
final class Exchange {

    private static final Logger LOG = Logger.getLogger(Exchange.class.getName());
    private static final String PACKETS = "text/plain; charset=UTF-8";

    private final AsyncContext async;
    private final BodyWriter writer;
    private final Optional<Runnable> abort;
    private final AtomicBoolean answered = new AtomicBoolean();

    /**
     * Creates an exchange for a request in asynchronous mode.
     *
     * @param abort closes the HTTP connection, if the server offers a way
     */
    Exchange(AsyncContext async, BodyWriter writer, Optional<Runnable> abort) {
        this.async = async;
        this.writer = writer;
        this.abort = abort;
    }

    /** Responds to a GET with packets. */
    void packets(String payload, Consumer<Throwable> written) {
        answer(HttpServletResponse.SC_OK, PACKETS, payload, written);
    }

    /** Responds to a POST whose packets were accepted. */
    void ok() {
        answer(HttpServletResponse.SC_OK, "text/html", "ok", failure -> {});
    }

    void refuse(Refusal refusal) {
        answer(refusal.status(), "application/json", refusal.json(), failure -> {});
    }

    /** Sends a response without a body and closes the HTTP connection. */
    void end(int status) {
        if (answered.compareAndSet(false, true)) {
            try {
                closing(status);
            } catch (RuntimeException e) {
                // Open Liberty reuses the response of a request that has just ended.
                LOG.log(Level.FINE, "A request ended before its response", e);
            }
            complete();
        }
    }

    /** Prepares a response without a body, after which the HTTP connection is closed. */
    private HttpServletResponse closing(int status) {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        response.setStatus(status);
        response.setContentLength(0);
        response.setHeader("Connection", "close");
        return response;
    }

    /**
     * Sends a response without a body before the request has arrived completely. Call {@link
     * #complete} afterwards.
     */
    void announce(int status) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        try {
            ServletOutputStream out = closing(status).getOutputStream();
            out.setWriteListener(new Flushing(out));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, "A response could not be sent", e);
        }
    }

    private void answer(int status, String contentType, String body, Consumer<Throwable> written) {
        if (!answered.compareAndSet(false, true)) {
            written.accept(new IllegalStateException("the response was already sent"));
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ServletOutputStream out;
        try {
            HttpServletResponse response = (HttpServletResponse) async.getResponse();
            response.setStatus(status);
            response.setContentType(contentType);
            response.setContentLength(bytes.length);
            out = response.getOutputStream();
        } catch (IOException | RuntimeException e) {
            // The client has disconnected, or the container has ended the request.
            complete();
            written.accept(e);
            return;
        }
        writer.write(async, out, bytes, abort, written);
    }

    /** Ends the request. */
    void complete() {
        BodyWriter.complete(async);
    }

    /** Sends the head of a response. */
    private record Flushing(ServletOutputStream out) implements WriteListener {

        @Override
        public void onWritePossible() throws IOException {
            if (out.isReady()) {
                out.flush();
            }
        }

        @Override
        public void onError(Throwable failure) {
            LOG.log(Level.FINE, "A response could not be sent", failure);
        }
    }
}
