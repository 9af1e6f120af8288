package dev.parley.plain;

import dev.parley.api.ErrorCode;
import dev.parley.api.Inbound;
import dev.parley.api.Loss;
import dev.parley.config.Settings;
import dev.parley.flow.Ending;
import dev.parley.flow.Failures;
import dev.parley.flow.Frame;
import dev.parley.flow.Heartbeat;
import dev.parley.flow.OpenConnection;
import dev.parley.flow.ThreadPools;
import dev.parley.flow.Transport;
import dev.parley.hub.Admission;
import dev.parley.hub.Json;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.SocketEvents;
import dev.parley.hub.SocketRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one plain WebSocket client: handles its frames and its heartbeat.
 *
 * <p>{@link #onFrame} is called by one thread at a time; everything else is thread-safe. A
 * malformed frame is answered with an error and counts as an invalid event. The connection closes
 * after {@link #MAX_MALFORMED} in a row, or when the user exceeds the limit of invalid events.
 */
final class PlainConnection implements OpenConnection {

    /** After this many malformed frames in a row, the connection is closed. */
    static final int MAX_MALFORMED = 10;

    private final Transport transport;
    private final PlainSocket socket;
    private final SocketRegistry registry;
    private final Admission admission;
    private final Settings settings;
    private final ThreadPools threads;
    private final Heartbeat heartbeat;
    private final Consumer<PlainConnection> afterwards;
    private final SocketEvents events = new SocketEvents();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Runs until the connection has entered; guarded by events. */
    private @Nullable Future<?> entryTimer;

    private int malformed;

    PlainConnection(
            Function<Consumer<Ending>, Transport> transport,
            PlainHandshake handshake,
            SocketRegistry registry,
            Admission admission,
            Settings settings,
            ThreadPools threads,
            Consumer<PlainConnection> afterwards) {
        this.transport = transport.apply(this::close);
        this.socket = new PlainSocket(this, handshake);
        this.registry = registry;
        this.admission = admission;
        this.settings = settings;
        this.threads = threads;
        this.heartbeat =
                new Heartbeat(
                        threads.timers(),
                        settings.heartbeat().interval(),
                        settings.heartbeat().timeout(),
                        this.transport.intake(),
                        () -> send(Frame.ping()),
                        () -> threads.end(() -> close(Ending.NORMAL)));
        this.afterwards = afterwards;
    }

    /**
     * Stores the user, registers the socket and notifies its namespace. The handshake cannot do the
     * first: a database that hangs would hold a thread of the server.
     */
    void start() {
        events.queueAdmission(socket, this::admit, socket::open, this::abandon);
    }

    private CompletionStage<Boolean> admit() {
        boolean reserved;
        synchronized (events) {
            if (closed.get()) {
                return CompletableFuture.completedFuture(false);
            }
            entryTimer =
                    threads.timers()
                            .after(settings.heartbeat().connectTimeout(), this::endIfOutside);
            // Before the user is stored: while the database hangs, the limit holds as well.
            reserved = registry.reserve(socket, settings.connections().maxPerUser());
        }
        if (!reserved) {
            // The filter has checked the limit, but other connections were opened in between.
            threads.end(() -> close(Ending.POLICY));
            return CompletableFuture.completedFuture(false);
        }
        return admission.store(socket.user()).handle(this::enter);
    }

    private boolean enter(@Nullable Void stored, @Nullable Throwable failure) {
        if (failure != null) {
            admission.logFailure(Failures.cause(failure));
            abandon();
            return false;
        }
        synchronized (events) {
            if (closed.get()) {
                return false;
            }
            registry.add(socket, settings.connections().maxPerUser());
            stopEntryTimer();
        }
        heartbeat.beat();
        return true;
    }

    private void endIfOutside() {
        synchronized (events) {
            if (entryTimer == null) {
                return;
            }
        }
        abandon();
    }

    private void abandon() {
        threads.end(() -> close(Ending.TRY_AGAIN));
    }

    private void stopEntryTimer() {
        if (entryTimer != null) {
            entryTimer.cancel(false);
            entryTimer = null;
        }
    }

    /**
     * Handles a frame from the client.
     *
     * @param size the frame's size in bytes
     */
    void onFrame(ClientFrame frame, int size) {
        if (closed.get() || malformed >= MAX_MALFORMED) {
            return;
        }
        if (frame instanceof ClientFrame.Call call) {
            malformed = 0;
            onEvent(call, size);
        } else if (frame instanceof ClientFrame.Malformed wrong) {
            refuse(wrong);
        }
    }

    private void onEvent(ClientFrame.Call call, int size) {
        if (!transport.intake().admit(size)) {
            close(Ending.POLICY);
            return;
        }
        Inbound event =
                new Inbound(
                        call.event(),
                        call.data().map(List::of).orElse(List.of()),
                        call.id().isPresent());
        events.queueEvent(
                socket,
                event,
                value -> socket.answer(call.id().orElseThrow(), value),
                () -> transport.intake().release(size));
    }

    private void refuse(ClientFrame.Malformed frame) {
        malformed++;
        if (malformed >= MAX_MALFORMED) {
            finish(Ending.INVALID_DATA);
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("code", ErrorCode.INVALID_PAYLOAD.name());
        body.put("message", frame.reason());
        frame.event().ifPresent(event -> body.put("event", event));
        send(
                pack(
                        PlainCodec.event(ServerEvent.ERROR.text(), List.of(Json.write(body))),
                        Loss.NEVER));
        socket.namespace().handler().onMalformed(socket);
    }

    /** Handles a pong. */
    void onPong() {
        heartbeat.onPong();
    }

    void send(Frame frame) {
        transport.send(frame);
    }

    long pendingBytes() {
        return transport.pendingBytes();
    }

    /** Packs JSON text for {@link #send}. */
    static Frame pack(String json, Loss loss) {
        return Frame.of(new ServerFrame(json), Frame.utf8Length(json), loss);
    }

    /** Closes the connection once all queued frames are written. */
    void finish(Ending ending) {
        transport.finish(() -> threads.end(() -> close(ending)));
    }

    /** Closes the connection immediately. */
    @Override
    public void close(Ending ending) {
        transport.close(ending);
        onClosed();
    }

    /** Cleans up after the WebSocket was closed, by either side. */
    void onClosed() {
        boolean first;
        synchronized (events) {
            first = closed.compareAndSet(false, true);
            stopEntryTimer();
        }
        if (first) {
            heartbeat.stop();
            transport.close(Ending.NORMAL);
            afterwards.accept(this);
            leave();
        }
    }

    private void leave() {
        socket.end();
        if (registry.remove(socket)) {
            events.queueDisconnect(socket, () -> {});
        }
    }
}
