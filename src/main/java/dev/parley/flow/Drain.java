package dev.parley.flow;

import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
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

    private Readiness readiness;
    private Doors doors;
    private Timers timers;
    private Executor closers;
    private Duration spread;
    private boolean begun;

    protected Drain() {
        // For the container's proxy.
    }

    @Inject
    public Drain(Readiness readiness, Doors doors, ThreadPools threads, Settings settings) {
        this(readiness, doors, threads.timers(), threads::end, settings.drain().spread());
    }

    /**
     * @param closers where handlers hear of the end of a connection, and may block
     */
    Drain(Readiness readiness, Doors doors, Timers timers, Executor closers, Duration spread) {
        this.readiness = readiness;
        this.doors = doors;
        this.timers = timers;
        this.closers = closers;
        this.spread = spread;
    }

    /**
     * Begins, unless it has begun already.
     *
     * @return how many connections are still here
     */
    public synchronized int begin() {
        if (!begun) {
            begun = true;
            readiness.turnAway();
            List<OpenConnection> here = doors.open();
            LOG.log(
                    Level.INFO,
                    "Draining: {0} connections go within {1} ms",
                    new Object[] {here.size(), spread.toMillis()});
            // Not those of one room at once.
            Collections.shuffle(here);
            closeNext(here, Math.max(1, spread.dividedBy(TICK)));
            return here.size();
        }
        return doors.count();
    }

    private void closeNext(List<OpenConnection> left, long turns) {
        int share = (int) ((left.size() + turns - 1) / turns);
        left.subList(0, share).forEach(this::close);
        if (turns > 1) {
            List<OpenConnection> rest = left.subList(share, left.size());
            timers.after(TICK, () -> closeNext(rest, turns - 1));
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
