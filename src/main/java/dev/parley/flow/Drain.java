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
 * Sends the clients of this node to others, for whoever wants to restart it: new ones are turned
 * away from now on, and those that are here are told one after the other to come back, spread over
 * {@code parley.drain.spread}, so that the other nodes are not stormed. Thread-safe.
 */
@ApplicationScoped
public class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class.getName());
    private static final Duration TICK = Duration.ofMillis(100);

    /** For the last of them. */
    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    private Readiness readiness;
    private Doors doors;
    private Timers timers;
    private Executor closers;
    private Duration spread;
    private BooleanSupplier closed;
    private boolean begun;

    /** How often it was begun or cancelled: the turns of an earlier time do nothing. */
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
     * @param closers where handlers hear of the end of a connection, and may block
     * @param closed whether all of what those were given is done
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
     * Begins, unless it has begun already.
     *
     * @return how many connections are still here
     */
    public synchronized int begin() {
        if (begun) {
            return doors.count();
        }
        return send(spread);
    }

    /**
     * Drains faster than that, if need be, and waits until nobody is here, but no longer than
     * {@code bound}.
     */
    public void finishWithin(Duration bound) {
        Duration most = bound.minus(TO_CLOSE);
        send(spread.compareTo(most) < 0 ? spread : most);
        doors.awaitEmpty(bound, closed);
    }

    /** The server goes on after all: new clients are let in again. Those who went are gone. */
    public synchronized void cancel() {
        if (begun) {
            begun = false;
            time++;
            readiness.letIn();
            LOG.info("Clients are let in again");
        }
    }

    private synchronized int send(Duration within) {
        begun = true;
        readiness.turnAway();
        List<OpenConnection> here = doors.open();
        LOG.log(
                Level.INFO,
                "Draining: {0} connections go within {1} ms",
                new Object[] {here.size(), within.toMillis()});
        // Not those of one room at once.
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
            // Who was just coming in when it began.
            doors.open().forEach(this::close);
            LOG.info("Drained");
        }
    }

    private void close(OpenConnection connection) {
        closers.execute(() -> connection.close(Ending.RESTART));
    }
}
