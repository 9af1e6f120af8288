package dev.parley.flow;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** All doors together, for what counts whichever door a client came through. Thread-safe. */
@ApplicationScoped
public class Doors {

    @Inject @Any private Instance<Door> found;

    private List<Door> doors;

    /** Now, since a container that is going down may look nothing up. */
    @PostConstruct
    void find() {
        doors = found.stream().toList();
    }

    /** The connections that are open on this node. */
    public int count() {
        return doors.stream().mapToInt(Door::count).sum();
    }

    /** Ends all, and waits until no door counts any, or {@code patience} is over. */
    public void closeAll(Ending ending, Duration patience) {
        doors.forEach(door -> door.closeAll(ending));
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (count() > 0 && System.nanoTime() < deadline) {
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
