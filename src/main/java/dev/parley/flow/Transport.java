package dev.parley.flow;

import dev.parley.config.Settings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The outbox and intake of one client over a {@link Link}, which may be replaced by another.
 * Thread-safe.
 */
public final class Transport {

    private static final Logger LOG = Logger.getLogger(Transport.class.getName());
    private static final Duration INTAKE_PATIENCE = Duration.ofSeconds(10);

    private final Intake intake;
    private final Outbox outbox;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Link link;

    /**
     * @param onLost called on a thread of its own when the client reads too slowly or a write fails
     */
    public Transport(Link link, Settings settings, ThreadPools threads, Consumer<Ending> onLost) {
        this.link = link;
        this.intake =
                new Intake(
                        settings.inbox().events(),
                        settings.inbox().bytes(),
                        link.reads(),
                        INTAKE_PATIENCE);
        this.outbox =
                new Outbox(
                        settings.outbox().bytes(),
                        threads.coalescer(),
                        new Outbox.Listener() {
                            @Override
                            public void onOverflow() {
                                threads.end(() -> onLost.accept(Ending.SLOW_CONSUMER));
                            }

                            @Override
                            public void onWriteFailure(Throwable failure) {
                                LOG.log(Level.FINE, "A write failed", failure);
                                threads.end(() -> onLost.accept(Ending.NORMAL));
                            }
                        });
        link.drain(outbox);
    }

    /** Returns what limits the events that are not handled yet. */
    public Intake intake() {
        return intake;
    }

    /** Queues a frame; does nothing after the transport is closed. */
    public void send(Frame frame) {
        outbox.offer(frame);
    }

    /** Returns how many bytes wait to be written. */
    public long pendingBytes() {
        return outbox.pendingBytes();
    }

    /** Sends all queued and all later frames over another link. */
    public void switchTo(Link next) {
        link = next;
        intake.use(next.reads());
        next.drain(outbox);
        if (ended.get()) {
            next.close(Ending.NORMAL);
        }
    }

    /** Accepts no more frames, and runs {@code action} once the queued ones are written. */
    public void finish(Runnable action) {
        outbox.finish(action);
    }

    /** Closes at once; queued frames are lost. */
    public void close(Ending ending) {
        if (ended.compareAndSet(false, true)) {
            outbox.close();
            intake.close();
            link.close(ending);
        }
    }
}
