package dev.parley.flow;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** The connections of all doors together. Thread-safe. */
@ApplicationScoped
public class Doors {

    private static final Logger LOG = Logger.getLogger(Doors.class.getName());

    @Inject @Any private Instance<Door> found;

    private List<Door> doors;

    protected Doors() {
        // For the container.
    }

    Doors(List<Door> doors) {
        this.doors = doors;
    }

    /** At start-up, because a container that shuts down may refuse look-ups. */
    @PostConstruct
    void find() {
        doors = found.stream().toList();
    }

    /** Returns the number of open connections on this node. */
    public int count() {
        return doors.stream().mapToInt(door -> door.open().size()).sum();
    }

    /** Returns the connections that are open now. */
    List<OpenConnection> open() {
        return doors.stream().flatMap(door -> door.open().stream()).collect(Collectors.toList());
    }

    /** Closes all connections and waits until none is open or {@code patience} is over. */
    public void closeAll(Ending ending, Duration patience) {
        for (OpenConnection connection : open()) {
            Guarded.run(LOG, "A connection could not be closed", () -> connection.close(ending));
        }
        awaitEmpty(patience, () -> true);
    }

    /**
     * Waits until no connection is open or {@code patience} is over.
     *
     * @param closed whether the close frames of former connections have been sent
     */
    void awaitEmpty(Duration patience, BooleanSupplier closed) {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while ((count() > 0 || !closed.getAsBoolean()) && System.nanoTime() < deadline) {
                try {
                    wait(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
