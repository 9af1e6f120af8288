package dev.parley.flow;

import dev.parley.config.Settings;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One WebSocket, whichever door it came through: its outbox, its intake, and its end. Thread-safe.
 *
 * <p>A session is always closed on a thread of its own: {@code Session.close} may block, and may
 * call {@code onClose} before it returns.
 */
public final class Transport {

    private static final Logger LOG = Logger.getLogger(Transport.class.getName());
    private static final Duration INTAKE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration FAREWELL_PATIENCE = Duration.ofSeconds(5);

    private final Session session;
    private final ThreadPools threads;
    private final Optional<Channel> channel;
    private final Intake intake;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Outbox outbox;

    /**
     * @param onLost called when the client reads too slowly or cannot be written to; on any thread
     */
    public Transport(
            Session session, ThreadPools threads, Settings settings, Consumer<Ending> onLost) {
        this.session = session;
        this.threads = threads;
        this.channel = Channel.of(session);
        this.intake =
                new Intake(
                        settings.inbox().events(),
                        settings.inbox().bytes(),
                        channel,
                        INTAKE_PATIENCE);
        // Open Liberty holds a sender while it writes a pong: there, not on the caller's thread.
        this.outbox =
                new Outbox(
                        new SessionWriter(session),
                        SessionWriter.sendsNeverBlock(session) ? Runnable::run : threads.senders(),
                        settings.outbox().bytes(),
                        new Outbox.Listener() {
                            @Override
                            public void onOverflow() {
                                onLost.accept(Ending.SLOW_CONSUMER);
                            }

                            @Override
                            public void onWriteFailure(Throwable failure) {
                                LOG.log(Level.FINE, "A write failed", failure);
                                onLost.accept(Ending.NORMAL);
                            }
                        });
    }

    /** Bounds what the layer above has not handled yet. */
    public Intake intake() {
        return intake;
    }

    /** Queues a frame; a transport that has ended takes none. */
    public void send(Frame frame) {
        outbox.offer(frame);
    }

    /** Takes nothing more, and runs {@code action} once what waits is written. */
    public void finish(Runnable action) {
        outbox.finish(action);
    }

    /** Closes at once; what waits is lost. */
    public void close(Ending ending) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        outbox.close();
        intake.close();
        try {
            threads.senders().execute(() -> closeSession(ending));
        } catch (RejectedExecutionException stopping) {
            closeSession(ending);
        }
        // A peer that is gone, or reads nothing, would keep the socket half open for ever.
        channel.ifPresent(c -> threads.timers().after(FAREWELL_PATIENCE, c::abort));
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
