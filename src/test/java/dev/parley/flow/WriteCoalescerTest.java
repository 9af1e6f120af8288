package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriteCoalescerTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> written = new ArrayList<>();
    private final WriteCoalescer coalescer = coalescer(Runnable::run);

    private WriteCoalescer coalescer(Executor executor) {
        return new WriteCoalescer(clock.timers(), executor);
    }

    @Test
    void writesOfOneMomentRunInOneTask() {
        coalescer.add(() -> written.add("a"));
        coalescer.add(() -> written.add("b"));
        assertEquals(1, clock.waiting());
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of("a", "b"), written);
    }

    @Test
    void aWriteThatIsAddedByAnotherOneWaitsForTheNextRun() {
        coalescer.add(() -> coalescer.add(() -> written.add("later")));
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of(), written);
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of("later"), written);
    }

    @Test
    void aWriteThatFailsDoesNotKeepOthersFromRunning() {
        coalescer.add(
                () -> {
                    throw new IllegalStateException("thrown on purpose");
                });
        coalescer.add(() -> written.add("b"));
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of("b"), written);
    }

    @Test
    void writesRunLaterIfThereIsNoThreadForThem() {
        List<Throwable> failures = new ArrayList<>(List.of(new OutOfMemoryError("no thread")));
        WriteCoalescer starved =
                coalescer(
                        task -> {
                            if (!failures.isEmpty()) {
                                throw (Error) failures.remove(0);
                            }
                            task.run();
                        });
        starved.add(() -> written.add("a"));
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of(), written);
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of("a"), written);
    }

    @Test
    void aWriteIsScheduledAfterSchedulingFailedForAnother() {
        List<Throwable> failures = new ArrayList<>(List.of(new OutOfMemoryError("no memory")));
        List<Runnable> scheduled = new ArrayList<>();
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(0) {
                    @Override
                    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                        if (!failures.isEmpty()) {
                            throw (Error) failures.remove(0);
                        }
                        scheduled.add(task);
                        return null;
                    }
                };
        Timers timers = new Timers(executor, () -> 0);
        WriteCoalescer starved = new WriteCoalescer(timers, Runnable::run);
        assertThrows(OutOfMemoryError.class, () -> starved.add(() -> written.add("a")));
        starved.add(() -> written.add("b"));
        scheduled.forEach(Runnable::run);
        assertEquals(List.of("a", "b"), written);
    }
}
