package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private final Questions questions = new Questions();

    @Test
    void whoHasNotAnsweredIsAskedTheSameAgain() {
        NodeFrame frame =
                questions.open("topic", new byte[] {7}, List.of("one", "two"), answer -> false);
        questions.answer(frame.question(), "two", new byte[0]);
        assertEquals(List.of(frame), questions.awaiting("one"));
        assertEquals(List.of(), questions.awaiting("two"));
    }

    @Test
    void atTheEndEveryQuestionIsCompletedWithTheAnswersSoFar() {
        NodeFrame frame =
                questions.open("topic", new byte[0], List.of("one", "two"), answer -> false);
        CompletableFuture<Answers> result = questions.result(frame.question());
        questions.answer(frame.question(), "two", new byte[] {8});
        questions.giveUpAll();
        Answers answers = result.getNow(null);
        assertEquals(Set.of("two"), answers.byNode().keySet());
        assertEquals(Set.of("one"), answers.silent());
    }
}
