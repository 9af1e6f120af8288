package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.api.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {

    private final List<Object> given = new ArrayList<>();
    private final Reply reply =
            new Reply((value, failure) -> given.addAll(Arrays.asList(value, failure)));
    private final RuntimeException failure = new RuntimeException();

    @Test
    void anAnswerIsGivenOnce() {
        reply.complete("first");
        reply.complete("second");
        reply.fail(failure);
        assertEquals(Arrays.asList("first", null), given);
    }

    @Test
    void aFailureIsGivenOnce() {
        reply.fail(failure);
        reply.complete("late");
        assertEquals(Arrays.asList(null, failure), given);
    }

    @Test
    void noAnswerIsAnAnswerToo() {
        reply.complete(null);
        reply.complete("late");
        assertEquals(Arrays.asList(null, null), given);
    }
}
