package dev.parley.flow;

import dev.parley.config.Settings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What goes to and comes from one client, whichever door it came through: an outbox and an intake
 * over a {@link Link}, which may be replaced by another. Thread-safe.
 */
public final class Transport {

    private static final Logger LOG = Logger.getLogger(Transport.class.getName());
    private static final Duration INTAKE_PATIENCE = Duration.ofSeconds(10);

    private final Intake intake;
    private final Outbox outbox;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Link link;

    /**
     * @param onLost called when the client reads too slowly or cannot be written to; on a thread of
     *     its own
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

    /** Bounds what the layer above has not handled yet. */
    public Intake intake() {
        return intake;
    }

    /** Queues a frame; a transport that has ended takes none. */
    public void send(Frame frame) {
        outbox.offer(frame);
    }

    /** Lets all that waits and all that follows go another way. */
    public void switchTo(Link next) {
        link = next;
        intake.use(next.reads());
        next.drain(outbox);
        if (ended.get()) {
            next.close(Ending.NORMAL);
        }
    }

    /** Takes nothing more, and runs {@code action} once what waits is written. */
    public void finish(Runnable action) {
        outbox.finish(action);
    }

    /** Closes at once; what waits is lost. */
    public void close(Ending ending) {
        if (ended.compareAndSet(false, true)) {
            outbox.close();
            intake.close();
            link.close(ending);
        }
    }
}
