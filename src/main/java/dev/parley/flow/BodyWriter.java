package dev.parley.flow;

import dev.parley.config.Settings;
import dev.parley.server.ApplicationServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the bodies of HTTP responses as fast as their clients read, without blocking a thread. A
 * body that its client does not read within {@code parley.response.timeout} is given up.
 * Thread-safe.
 */
@ApplicationScoped
public class BodyWriter {

    private static final Logger LOG = Logger.getLogger(BodyWriter.class.getName());

    private ApplicationServer server;
    private ThreadPools threads;
    private Duration timeout;

    protected BodyWriter() {
        // For the container's proxy.
    }

    @Inject
    BodyWriter(ApplicationServer server, ThreadPools threads, Settings settings) {
        this(server, threads, settings.outbox().responseTimeout());
    }

    BodyWriter(ApplicationServer server, ThreadPools threads, Duration timeout) {
        this.server = server;
        this.threads = threads;
        this.timeout = timeout;
    }

    /**
     * Writes a body and completes its request.
     *
     * @param async the request, in asynchronous mode
     * @param out the stream of its response, which must not have a write listener yet
     * @param abort closes the connection of the request, if the server offers a way
     * @param ended called once, on any thread: with null if the body was written, otherwise with
     *     the reason. Memory that was reserved for the body can be released.
     */
    public void write(
            AsyncContext async,
            ServletOutputStream out,
            byte[] body,
            Optional<Runnable> abort,
            Consumer<@Nullable Throwable> ended) {
        Writing writing = new Writing(async, out, body, abort, ended);
        try {
            out.setWriteListener(writing);
        } catch (RuntimeException e) {
            // The client has disconnected, or the container has ended the request.
            writing.end(e);
        }
    }

    /** Ends a request, if it has not ended already because the client has disconnected. */
    public static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "A request ended before its response was sent", e);
        }
    }

    /** The deadline is on another thread than the container. */
    private final class Writing implements WriteListener {

        private final AsyncContext async;
        private final ServletOutputStream out;
        private final Optional<Runnable> abort;
        private final Consumer<@Nullable Throwable> ended;
        private final Future<?> deadline;
        private final AtomicBoolean over = new AtomicBoolean();

        /** Null at the end, so that a slow client does not keep the body in memory. */
        private volatile byte @Nullable [] body;

        private int sent;

        /** Whether the request is about to be completed; its stream must not be used then. */
        private boolean finished;

        Writing(
                AsyncContext async,
                ServletOutputStream out,
                byte[] body,
                Optional<Runnable> abort,
                Consumer<@Nullable Throwable> ended) {
            this.async = async;
            this.out = out;
            this.body = body;
            this.abort = abort;
            this.ended = ended;
            deadline = threads.timers().after(timeout, () -> threads.abort(this::giveUp));
        }

        @Override
        public void onWritePossible() throws IOException {
            if (writeOn()) {
                end(null);
            }
        }

        /**
         * Writes as much as the container takes. Synchronized, because Open Liberty calls {@link
         * #onWritePossible} as soon as a write has ended, on another thread than the one that began
         * it and may still be here: that thread would write the body again.
         *
         * @return whether the body has been written or given up, and the request can be completed
         */
        private synchronized boolean writeOn() throws IOException {
            if (finished) {
                return false;
            }
            while (out.isReady()) {
                byte[] bytes = body;
                if (bytes == null || sent == bytes.length) {
                    finished = true;
                    return true;
                }
                sent += server.write(out, bytes, sent, timeout);
            }
            return false;
        }

        @Override
        public void onError(Throwable failure) {
            end(failure);
        }

        private void end(@Nullable Throwable failure) {
            boolean first = over.compareAndSet(false, true);
            complete(async);
            if (first) {
                body = null;
                deadline.cancel(false);
                ended.accept(failure);
            }
        }

        /**
         * Open Liberty has no way to close the connection, but ends the write about now, and calls
         * {@link #onError}. Completing the request during a write would leave its connection open.
         */
        private void giveUp() {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            body = null;
            abort.ifPresent(
                    closing -> {
                        closing.run();
                        complete(async);
                    });
            ended.accept(new TimeoutException("the client did not read the response in time"));
        }
    }
}
