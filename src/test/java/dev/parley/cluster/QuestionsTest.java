package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.server.WarningsOf;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuestionsTest {

    private static final int MEBIBYTE = 1024 * 1024;

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Questions.class);

    private final Questions questions = new Questions();

    @Test
    void whoHasNotAnsweredIsAskedTheSameAgain() {
        NodeFrame frame =
                questions.open("topic", new byte[] {7}, List.of("one", "two"), answer -> false);
        questions.answer(frame.question(), "two", new byte[0]);
        assertEquals(List.of(frame), questions.toRepeat("one"));
        assertEquals(List.of(), questions.toRepeat("two"));
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

    @Test
    void aNodeThatSaysRepeatedlyThatItListensIsAskedOnceMore() {
        questions.open("topic", new byte[0], List.of("one"), answer -> false);
        assertEquals(1, questions.toRepeat("one").size());
        assertEquals(List.of(), questions.toRepeat("one"));
    }

    private @Nullable NodeFrame ask(int size) {
        return questions.open("topic", new byte[size], List.of("one", "two"), answer -> false);
    }

    @Test
    void nodesThatDoNotAnswerFillOnlySoMuchMemory() {
        NodeFrame first = ask(MEBIBYTE);
        questions.result(first.question());
        int open = 1;
        while (ask(MEBIBYTE) != null) {
            open++;
            assertTrue(open < 100);
        }
        assertEquals(1, warnings.records().size());
        questions.giveUp(first.question());
        questions.giveUp(first.question());
        assertNotNull(ask(MEBIBYTE));
        assertNull(ask(MEBIBYTE));
    }

    @Test
    void anAnswerThatIsTooMuchDoesNotCount() {
        NodeFrame question = ask(0);
        CompletableFuture<Answers> result = questions.result(question.question());
        questions.answer(question.question(), "one", new byte[Questions.MAX_BYTES]);
        questions.answer(question.question(), "two", new byte[8]);
        questions.giveUp(question.question());
        assertEquals(Set.of("two"), result.join().byNode().keySet());
        assertEquals(Set.of("one"), result.join().silent());
    }

    @Test
    void whatIsAnsweredTakesUpNothing() {
        for (int i = 0; i < 100; i++) {
            NodeFrame question = ask(MEBIBYTE);
            CompletableFuture<Answers> result = questions.result(question.question());
            questions.answer(question.question(), "one", new byte[MEBIBYTE]);
            questions.answer(question.question(), "one", new byte[MEBIBYTE]);
            questions.answer(question.question(), "two", new byte[MEBIBYTE]);
            assertEquals(Set.of(), result.join().silent());
        }
        assertEquals(List.of(), warnings.records());
    }
}
