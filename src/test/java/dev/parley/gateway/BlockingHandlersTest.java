package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BlockingHandlersTest {

    private static final int MOST = 3;

    private final Queue<Runnable> pool = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final BlockingHandlers handlers = new BlockingHandlers(pool::add, Runnable::run, MOST);

    private void execute(String socket, String task) {
        handlers.execute(socket, () -> ran.add(task));
    }

    /** Lets each free thread take what waits for one. */
    private void runAll() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    @Test
    void theTasksOfASocketRunInTheirOrderAndOneAtATime() {
        execute("a", "a1");
        execute("a", "a2");
        execute("a", "a3");
        assertEquals(1, pool.size());
        pool.remove().run();
        assertEquals(List.of("a1"), ran);
        assertEquals(1, pool.size());
        runAll();
        assertEquals(List.of("a1", "a2", "a3"), ran);
    }

    @Test
    void theTasksOfSeveralSocketsShareTheThreads() {
        execute("a", "a1");
        execute("a", "a2");
        execute("b", "b1");
        runAll();
        assertEquals(List.of("a1", "b1", "a2"), ran);
        assertEquals(0, handlers.size());
    }

    @Test
    void tooManyTasksAreRefusedUntilOneHasEnded() {
        execute("a", "a1");
        execute("a", "a2");
        execute("b", "b1");
        assertThrows(RejectedExecutionException.class, () -> execute("c", "c1"));
        pool.remove().run();
        execute("c", "c2");
        runAll();
        assertEquals(List.of("a1", "b1", "a2", "c2"), ran);
    }

    @Test
    void aTaskThatFailsDoesNotKeepTheNextFromRunning() {
        handlers.execute(
                "a",
                () -> {
                    throw new IllegalStateException("planted");
                });
        execute("a", "a2");
        assertThrows(IllegalStateException.class, () -> pool.remove().run());
        runAll();
        assertEquals(List.of("a2"), ran);
        assertEquals(0, handlers.size());
    }

    @Test
    void aSocketThatFoundNoThreadCanTryAgain() {
        Queue<Error> failures = new ArrayDeque<>(List.of(new OutOfMemoryError("planted")));
        BlockingHandlers poor =
                new BlockingHandlers(
                        task -> {
                            if (!failures.isEmpty()) {
                                throw failures.remove();
                            }
                            task.run();
                        },
                        Runnable::run,
                        1);
        assertThrows(OutOfMemoryError.class, () -> poor.execute("a", () -> ran.add("never")));
        poor.execute("a", () -> ran.add("a2"));
        assertEquals(List.of("a2"), ran);
        assertEquals(0, poor.size());
    }

    @Test
    void aPoolThatIsStoppedRefuses() {
        BlockingHandlers stopped =
                new BlockingHandlers(
                        task -> {
                            throw new RejectedExecutionException("stopped");
                        },
                        Runnable::run,
                        1);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThrows(
                    RejectedExecutionException.class,
                    () -> stopped.execute("a", () -> ran.add("never")));
        }
        assertEquals(0, stopped.size());
    }
}
