package dev.parley.flow;

import dev.parley.server.ApplicationServer;
import dev.parley.server.ConnectionAbort;
import dev.parley.server.HeldThread;
import dev.parley.server.ReadControl;
import dev.parley.server.SessionControl;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A WebSocket as the transport to a client. Thread-safe.
 *
 * <p>A session is always closed on a thread of its own: {@code Session.close} may block, and may
 * call {@code onClose} before it returns.
 */
public final class WebSocketLink implements Link {

    private static final Logger LOG = Logger.getLogger(WebSocketLink.class.getName());
    private static final Duration FAREWELL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration HELD_FAREWELL_PATIENCE = Duration.ofMillis(100);

    /** See {@link ConnectionAbort#failWrites}. */
    private static final Duration WRITES_PATIENCE = Duration.ofSeconds(2);

    /** Calls of {@link #freeAfterEnd}, 12 s in all: the connection has been aborted by then. */
    private static final int ABORTED = 48;

    private final Session session;
    private final ThreadPools threads;
    private final SessionControl control;
    private final boolean sendsCanBlock;
    private final SessionWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private long writtenBefore;
    private int heldTimes;
    private int timesOver;

    public WebSocketLink(Session session, ThreadPools threads, ApplicationServer server) {
        this.session = session;
        this.threads = threads;
        this.control = server.control(session);
        this.sendsCanBlock = server.sendsCanBlock();
        this.writer = new SessionWriter(session, server.sendWindow(), control.sends());
        if (control.heldThread().isPresent()) {
            threads.heldThreads().watch(this);
        }
    }

    boolean isOver() {
        return closed.get() || !session.isOpen();
    }

    /**
     * Returns how often in a row a thread of the server was found waiting for the client. Called at
     * regular intervals, by one thread.
     */
    int heldTimes() {
        boolean isBusy = control.heldThread().filter(HeldThread::isBusy).isPresent();
        long written = writer.written();
        heldTimes = isBusy && written == writtenBefore ? heldTimes + 1 : 0;
        writtenBefore = written;
        return heldTimes;
    }

    /** Frees the server's thread; returns how often in a row. Called like {@link #heldTimes}. */
    int freeAfterEnd() {
        control.heldThread().ifPresent(HeldThread::freeAfterEnd);
        timesOver++;
        if (timesOver >= ABORTED) {
            control.heldThread().ifPresent(HeldThread::freeWriter);
        }
        return timesOver;
    }

    /** Closes the connection of a client that holds a thread of the server. */
    void releaseHeldThread() {
        if (closed.compareAndSet(false, true)) {
            threads.end(
                    () -> {
                        // Not before a thread is there: after the abort, Open Liberty no longer
                        // calls onClose.
                        abortAfter(HELD_FAREWELL_PATIENCE);
                        control.heldThread().ifPresent(HeldThread::letGo);
                        closeSession(Ending.SLOW_CONSUMER);
                    });
        }
    }

    /** Returns the writer, for frames that are sent before an outbox is attached. */
    public FrameWriter writer() {
        return writer;
    }

    @Override
    public void drain(Outbox outbox) {
        outbox.attach(writer, sendsCanBlock ? threads.senders() : Runnable::run);
    }

    @Override
    public Optional<ReadControl> reads() {
        return control.reads();
    }

    @Override
    public void close(Ending ending) {
        if (closed.compareAndSet(false, true)) {
            abortAfter(FAREWELL_PATIENCE);
            threads.end(() -> closeSession(ending));
        }
    }

    /** A client that has gone, or reads nothing, would keep the socket half open indefinitely. */
    private void abortAfter(Duration patience) {
        control.abort().ifPresent(abort -> after(patience, () -> abort(abort)));
    }

    private void abort(ConnectionAbort abort) {
        if (abort.failWrites()) {
            after(WRITES_PATIENCE, abort::close);
        } else {
            abort.close();
        }
    }

    private void after(Duration delay, Runnable ending) {
        threads.timers().after(delay, () -> threads.abort(ending));
    }

    private void closeSession(Ending ending) {
        try {
            if (session.isOpen()) {
                session.close(ending.reason());
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.FINE, "Closing a session failed", e);
        }
    }
}
