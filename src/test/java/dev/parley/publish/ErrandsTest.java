package dev.parley.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.WarningsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ErrandsTest {

    private static final Logger LOG = Logger.getLogger(ErrandsTest.class.getName());

    @RegisterExtension final WarningsOf warnings = new WarningsOf(ErrandsTest.class);

    private final Errands errands = new Errands(10, LOG, "Too many errands");
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> run(int weight) {
        return errands.run(
                        weight,
                        () -> {
                            begun.add(new CompletableFuture<>());
                            return begun.get(begun.size() - 1);
                        })
                .toCompletableFuture();
    }

    @Test
    void furtherWorkIsIgnoredUntilSomeIsDone() {
        CompletableFuture<String> first = run(6);
        for (int i = 0; i < 1_000; i++) {
            assertFalse(run(6).isDone());
        }
        assertEquals(1, begun.size());
        assertEquals(1, warnings.records().size());
        begun.get(0).complete("done");
        assertEquals("done", first.join());
        CompletableFuture<String> next = run(6);
        begun.get(1).completeExceptionally(new IllegalStateException());
        assertTrue(next.isCompletedExceptionally());
        run(6);
        assertEquals(3, begun.size());
    }

    @Test
    void workThatCannotBeginTakesUpNothing() {
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            errands.run(
                                    10,
                                    () -> {
                                        throw new IllegalStateException();
                                    }));
        }
        run(10);
        assertEquals(1, begun.size());
    }
}
