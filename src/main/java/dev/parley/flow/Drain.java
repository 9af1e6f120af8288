package dev.parley.flow;

import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Empties this node before a restart. It refuses new connections and closes the open ones one after
 * the other, spread over {@code parley.drain.spread}, so that the clients do not reconnect to the
 * other nodes all at once. Thread-safe.
 */
@ApplicationScoped
public class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class.getName());
    private static final Duration TICK = Duration.ofMillis(100);

    /** Reserved for closing the last connections. */
    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    private Readiness readiness;
    private Doors doors;
    private Timers timers;
    private Executor closers;
    private Duration spread;
    private BooleanSupplier closed;
    private boolean begun;

    /** Counts starts and cancellations, so that the timers of an earlier drain do nothing. */
    private long time;

    protected Drain() {
        // For the container's proxy.
    }

    @Inject
    public Drain(Readiness readiness, Doors doors, ThreadPools threads, Settings settings) {
        this(
                readiness,
                doors,
                threads.timers(),
                threads::end,
                threads::haveClosed,
                settings.drain().spread());
    }

    /**
     * @param closers where connections are closed; handlers may block there
     * @param closed whether all tasks of {@code closers} have completed
     */
    Drain(
            Readiness readiness,
            Doors doors,
            Timers timers,
            Executor closers,
            BooleanSupplier closed,
            Duration spread) {
        this.readiness = readiness;
        this.doors = doors;
        this.timers = timers;
        this.closers = closers;
        this.closed = closed;
        this.spread = spread;
    }

    /**
     * Begins to drain; does nothing if the node drains already.
     *
     * @return the number of connections that are still open
     */
    public synchronized int begin() {
        if (begun) {
            return doors.count();
        }
        return send(spread);
    }

    /**
     * Drains within {@code bound}, even if the configured spread is longer, and waits until no
     * connection is open or {@code bound} is over.
     */
    public void finishWithin(Duration bound) {
        Duration most = bound.minus(TO_CLOSE);
        send(spread.compareTo(most) < 0 ? spread : most);
        doors.awaitEmpty(bound, closed);
    }

    /** Stops draining and accepts new connections again. */
    public synchronized void cancel() {
        if (begun) {
            begun = false;
            time++;
            readiness.letIn();
            LOG.info("The drain was cancelled: new connections are accepted again");
        }
    }

    private synchronized int send(Duration within) {
        begun = true;
        readiness.turnAway();
        List<OpenConnection> here = doors.open();
        LOG.log(
                Level.INFO,
                "Draining: {0} connections are closed within {1} ms",
                new Object[] {here.size(), within.toMillis()});
        // In random order, so that the members of a room do not all leave at once.
        Collections.shuffle(here);
        time++;
        closeNext(here, Math.max(1, within.dividedBy(TICK)), time);
        return here.size();
    }

    private synchronized void closeNext(List<OpenConnection> left, long turns, long when) {
        if (when != time) {
            return;
        }
        int share = (int) ((left.size() + turns - 1) / turns);
        left.subList(0, share).forEach(this::close);
        if (turns > 1) {
            List<OpenConnection> rest = left.subList(share, left.size());
            timers.after(TICK, () -> closeNext(rest, turns - 1, when));
        } else {
            // Connections that were being opened when the drain began.
            doors.open().forEach(this::close);
            LOG.info("Drained");
        }
    }

    private void close(OpenConnection connection) {
        closers.execute(() -> connection.close(Ending.RESTART));
    }
}
