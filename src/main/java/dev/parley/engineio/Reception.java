package dev.parley.engineio;

import dev.parley.flow.RequestBody;
import dev.parley.flow.ThreadPools;
import dev.parley.server.BodyBudget;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Receives the body of one POST, or the failure to read it. Thread-safe. */
final class Reception implements RequestBody.Listener, AsyncListener {

    private static final Logger LOG = Logger.getLogger(Reception.class.getName());

    /** Handles a body. */
    interface Taker {
        /** The body has arrived. Called on a thread that may run handlers. */
        void take(String body);

        /** The body or all bodies are too large; the response follows. */
        void refused();

        /** A body that was not kept has been read. Ends the request. */
        void discarded();

        /** The client disconnected, was too slow, or its body could not be handled. */
        void lost();
    }

    private final Taker taker;
    private final Exchange exchange;
    private final AsyncContext async;
    private final Optional<Runnable> abort;
    private final BodyBudget.Share share;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Future<?> deadline;

    /**
     * @param abort closes the HTTP connection, if the server offers a way
     * @param share the memory of the body, which is released at the end of the request
     */
    Reception(
            Taker taker,
            Exchange exchange,
            AsyncContext async,
            Optional<Runnable> abort,
            BodyBudget.Share share) {
        this.taker = taker;
        this.exchange = exchange;
        this.async = async;
        this.abort = abort;
        this.share = share;
    }

    /** Gives the request up unless its body arrives in time. */
    void limitTime(Duration most, ThreadPools threads) {
        deadline = threads.timers().after(most, () -> threads.abort(this::onTooSlow));
        if (over.get()) {
            arrived();
        }
    }

    private void onTooSlow() {
        if (over.compareAndSet(false, true)) {
            giveUp(HttpServletResponse.SC_REQUEST_TIMEOUT);
        }
    }

    private void arrived() {
        over.set(true);
        Future<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void onComplete(byte[] body) {
        arrived();
        // Handlers must not run on the container's I/O threads.
        async.start(() -> complete(new String(body, StandardCharsets.UTF_8)));
    }

    /** Handles the body. A bug in Parley closes only this connection. */
    private void complete(String text) {
        try {
            taker.take(text);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "Failed to handle a packet; closing the connection", e);
            giveUp(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }

    @Override
    public void onTooLarge() {
        taker.refused();
        exchange.announce(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    }

    @Override
    public void onTooMany() {
        taker.refused();
        exchange.announce(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    @Override
    public void onDiscarded() {
        arrived();
        taker.discarded();
    }

    @Override
    public void onLost(Throwable failure) {
        giveUp(HttpServletResponse.SC_BAD_REQUEST);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        giveUp(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }

    @Override
    public void onError(AsyncEvent event) {
        giveUp(HttpServletResponse.SC_BAD_REQUEST);
    }

    private void giveUp(int status) {
        abort.ifPresent(Runnable::run);
        exchange.end(status);
        taker.lost();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        arrived();
        share.release();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never called: the request enters asynchronous mode only once.
    }
}
