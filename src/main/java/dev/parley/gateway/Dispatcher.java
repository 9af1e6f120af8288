package dev.parley.gateway;

import dev.parley.api.Ack;
import dev.parley.api.Budget;
import dev.parley.api.ErrorCode;
import dev.parley.api.Handshake;
import dev.parley.api.Inbound;
import dev.parley.api.RefusedException;
import dev.parley.api.Reply;
import dev.parley.api.User;
import dev.parley.config.Settings;
import dev.parley.flow.Ending;
import dev.parley.flow.Failures;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.NamespaceHandler;
import dev.parley.hub.Naming;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.Spelling;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches each event of a namespace to its handler, and sends the outcome to the client.
 * Thread-safe.
 *
 * <p>It checks, in this order, that the token has not expired, that there is a handler, that the
 * payload is valid, and that the user is within the rate limit; then it calls the handler. A failed
 * event never closes the connection.
 */
final class Dispatcher implements NamespaceHandler {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

    /** What a client that is programmed well never causes. */
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.INVALID_PAYLOAD, ErrorCode.UNKNOWN_EVENT);

    private final HandlerTable table;
    private final RateLimiter limiter;
    private final TokenWatch tokens;
    private final BlockingHandlers blocking;
    private final HandlerTransactions transactions;
    private final Settings settings;
    private final RefusalNotices notices = new RefusalNotices();

    Dispatcher(
            HandlerTable table,
            RateLimiter limiter,
            TokenWatch tokens,
            BlockingHandlers blocking,
            HandlerTransactions transactions,
            Settings settings) {
        this.table = table;
        this.limiter = limiter;
        this.tokens = tokens;
        this.blocking = blocking;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Override
    public void admit(User user, Handshake handshake) {
        table.admit(user, handshake);
    }

    @Override
    public void onConnect(LocalSocket socket) {
        try {
            table.connected(socket);
            tokens.follow(socket);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "An @OnConnect method failed; closing the socket", e);
            socket.disconnect();
        }
    }

    @Override
    public void onDisconnect(LocalSocket socket) {
        notices.forget(socket);
        tokens.forget(socket);
        try {
            table.disconnected(socket);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.SEVERE, "An @OnDisconnect method failed", e);
        }
    }

    @Override
    public boolean isBarrier(String event) {
        return table.find(event).map(handler -> handler.settings().barrier()).orElse(false);
    }

    @Override
    public void onEvent(LocalSocket socket, Inbound event, Acknowledgement ack, Runnable ended) {
        Reply reply =
                new Reply(
                        (value, failure) -> {
                            try {
                                answerSafely(socket, event, ack, value, failure);
                            } finally {
                                ended.run();
                            }
                            countRefusal(socket, failure);
                        });
        try {
            handle(socket, event, reply);
        } catch (Throwable e) {
            reply.fail(e);
        }
    }

    private void handle(LocalSocket socket, Inbound event, Reply reply) throws Throwable {
        if (tokens.isOver(socket) && !Spelling.snakeName(event.name()).equals(TokenRefresh.EVENT)) {
            throw new RefusedException(ErrorCode.TOKEN_EXPIRED);
        }
        Handler handler =
                table.find(event.name())
                        .orElseThrow(() -> new RefusedException(ErrorCode.UNKNOWN_EVENT));
        Object payload = handler.bind(event);
        if (!isRejoin(socket, payload)
                && !withinLimit(socket, event, handler.settings().budget())) {
            reply.complete(null);
            return;
        }
        if (handler.settings().blocking()) {
            blocking.execute(
                    socket.id(), () -> callBlocking(handler, socket, event, payload, reply));
        } else {
            complete(handler, handler.call(socket, event, payload, reply), reply);
        }
    }

    /** Returns whether the event is within the budget of rejoins; further ones are ordinary. */
    private boolean isRejoin(LocalSocket socket, @Nullable Object payload) {
        return payload instanceof Resumable join
                && join.resumes()
                && limiter.tryRejoin(socket.user().id()).isEmpty();
    }

    /**
     * Closes the connection of a client that keeps sending invalid or unknown events. Called after
     * the refusal was sent, since a connection that closes sends nothing more.
     */
    private void countRefusal(LocalSocket socket, @Nullable Throwable failure) {
        if (failure != null
                && Failures.cause(failure) instanceof RefusedException refusal
                && REFUSALS.contains(refusal.code())) {
            refused(socket);
        }
    }

    @Override
    public void onMalformed(LocalSocket socket) {
        refused(socket);
    }

    private void refused(LocalSocket socket) {
        if (limiter.tryRefuse(socket.user().id()).isPresent()) {
            socket.close(Ending.POLICY);
        }
    }

    private void callBlocking(
            Handler handler,
            LocalSocket socket,
            Inbound event,
            @Nullable Object payload,
            Reply reply) {
        try {
            Object result =
                    transactions.call(handler, () -> handler.call(socket, event, payload, reply));
            complete(handler, result, reply);
        } catch (Throwable e) {
            reply.fail(e);
        }
    }

    private static void complete(Handler handler, @Nullable Object result, Reply reply) {
        if (result instanceof CompletionStage<?> later) {
            later.whenComplete(
                    (BiConsumer<Object, Throwable>)
                            (value, failure) -> {
                                if (failure == null) {
                                    reply.complete(value);
                                } else {
                                    reply.fail(failure);
                                }
                            });
        } else if (!handler.repliesItself()) {
            reply.complete(result);
        }
    }

    /**
     * Returns whether to call the handler; false for a signal, which is dropped silently, unless
     * the client waits for an acknowledgement.
     */
    private boolean withinLimit(LocalSocket socket, Inbound event, Budget budget) {
        OptionalLong wait = limiter.tryAccept(socket.user().id(), budget);
        if (budget != Budget.SIGNALS || event.ackWanted()) {
            requireLimit(wait);
        }
        return wait.isEmpty();
    }

    private static void requireLimit(OptionalLong wait) {
        if (wait.isPresent()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(wait.getAsLong()) + 1;
            throw RefusedException.retry(ErrorCode.RATE_LIMITED, millis);
        }
    }

    /** Nobody else hears of an acknowledgement that cannot be sent: the handler has ended. */
    private void answerSafely(
            LocalSocket socket,
            Inbound event,
            Acknowledgement ack,
            @Nullable Object value,
            @Nullable Throwable failure) {
        try {
            answer(socket, event, ack, value, failure);
        } catch (RuntimeException | StackOverflowError e) {
            // For example a value that cannot be written as JSON, or that contains itself.
            answer(socket, event, ack, null, e);
        }
    }

    private void answer(
            LocalSocket socket,
            Inbound event,
            Acknowledgement ack,
            @Nullable Object value,
            @Nullable Throwable failure) {
        if (failure != null) {
            refuse(
                    socket,
                    event,
                    ack,
                    ErrorReply.refusal(failure, "Event " + event.name(), settings));
        } else if (value != null && event.ackWanted()) {
            ack.send(value instanceof Ack both ? spelt(both, socket) : value);
        }
    }

    private static Object spelt(Ack ack, LocalSocket socket) {
        return socket.naming() == Naming.SNAKE ? ack.snake() : ack.kebab().get();
    }

    private void refuse(
            LocalSocket socket, Inbound event, Acknowledgement ack, RefusedException refusal) {
        if (event.ackWanted()) {
            ack.send(ErrorReply.body(refusal, null));
        } else if (notices.allow(socket, refusal.code())) {
            Object body = ErrorReply.body(refusal, event.name());
            socket.emit(ServerEvent.ERROR.same(body));
            if (settings.errors().exceptionEvent()) {
                socket.emit(ServerEvent.EXCEPTION.same(body));
            }
        }
    }
}
