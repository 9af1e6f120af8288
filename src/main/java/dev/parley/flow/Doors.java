package dev.parley.flow;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** All doors together, for what counts whichever door a client came through. Thread-safe. */
@ApplicationScoped
public class Doors {

    @Inject @Any private Instance<Door> found;

    private List<Door> doors;

    protected Doors() {
        // For the container.
    }

    Doors(List<Door> doors) {
        this.doors = doors;
    }

    /** Now, since a container that is going down may look nothing up. */
    @PostConstruct
    void find() {
        doors = found.stream().toList();
    }

    /** How many connections are open on this node. */
    public int count() {
        return doors.stream().mapToInt(door -> door.open().size()).sum();
    }

    /** Those that are open now. */
    List<OpenConnection> open() {
        return doors.stream().flatMap(door -> door.open().stream()).collect(Collectors.toList());
    }

    /** Ends all, and waits until there are none, or {@code patience} is over. */
    public void closeAll(Ending ending, Duration patience) {
        open().forEach(connection -> connection.close(ending));
        awaitEmpty(patience, () -> true);
    }

    /**
     * Waits until there are no connections, or {@code patience} is over.
     *
     * @param closed whether those that are none any more have been told so
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
