package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private final Questions questions = new Questions();

    @Test
    void whoHasNotAnsweredIsAskedTheSameAgain() {
        Frame frame =
                questions.open("topic", new byte[] {7}, List.of("one", "two"), answer -> false);
        questions.answer(frame.question(), "two", new byte[0]);
        assertEquals(List.of(frame), questions.awaiting("one"));
        assertEquals(List.of(), questions.awaiting("two"));
    }
}
