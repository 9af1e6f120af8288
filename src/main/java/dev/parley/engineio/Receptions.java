package dev.parley.engineio;

import dev.parley.config.Settings;
import dev.parley.flow.BodyWriter;
import dev.parley.flow.RequestBody;
import dev.parley.flow.ThreadPools;
import dev.parley.server.ApplicationServer;
import dev.parley.server.BodyBudget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Receives the bodies of POSTs within their limits and without blocking a thread, also those of
 * refused requests. Otherwise, Undertow (2.3) would read the body of a refused request on a worker
 * thread at the end of the request. Thread-safe.
 */
@ApplicationScoped
class Receptions {

    @Inject private Settings settings;
    @Inject private ApplicationServer server;
    @Inject private ThreadPools threads;
    @Inject private BodyWriter writer;
    @Inject private BodyShares shares;

    /**
     * Receives the body of a request.
     *
     * @param max size limit of the body
     */
    void receive(HttpServletRequest request, int max, Function<Exchange, Reception.Taker> taker)
            throws IOException {
        RequestBody body = begin(request, max, taker);
        if (request.getContentLengthLong() > max) {
            body.refuse();
        }
        request.getInputStream().setReadListener(body);
    }

    /** Refuses a request once its body has arrived. Nothing of the body is kept. */
    void refuse(HttpServletRequest request, Refusal refusal) throws IOException {
        RequestBody body = begin(request, 0, exchange -> new Refused(exchange, refusal));
        body.discard();
        request.getInputStream().setReadListener(body);
    }

    private RequestBody begin(
            HttpServletRequest request, int max, Function<Exchange, Reception.Taker> taker)
            throws IOException {
        AsyncContext async = request.startAsync();
        Settings.Heartbeat heartbeat = settings.heartbeat();
        // The response may wait until the client may send more.
        async.setTimeout(heartbeat.interval().plus(heartbeat.timeout()).toMillis());
        Optional<Runnable> abort = server.requestAbort();
        Exchange exchange = new Exchange(async, writer, abort);
        BodyBudget.Share share = shares.share(request);
        Reception reception = new Reception(taker.apply(exchange), exchange, async, abort, share);
        async.addListener(reception);
        reception.limitTime(settings.requests().bodyTimeout(), threads);
        return new RequestBody(request.getInputStream(), max, share, reception);
    }

    private record Refused(Exchange exchange, Refusal refusal) implements Reception.Taker {

        @Override
        public void take(String body) {
            // Never called: nothing is kept.
        }

        @Override
        public void refused() {
            // Nothing waits for this body.
        }

        @Override
        public void discarded() {
            exchange.refuse(refusal);
        }

        @Override
        public void lost() {
            // Nothing waits for this body.
        }
    }
}
