package dev.parley.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The questions to other nodes that wait for answers. Thread-safe. */
final class Questions {

    private static final class Question {
        private final Set<String> silent;
        private final Map<String, byte[]> answers = new HashMap<>();
        private final CompletableFuture<Answers> result = new CompletableFuture<>();

        Question(Collection<String> nodes) {
            silent = new HashSet<>(nodes);
        }

        synchronized void answer(String node, byte[] answer) {
            if (silent.remove(node)) {
                answers.put(node, answer);
                endIfComplete();
            }
        }

        synchronized void excuse(Predicate<String> isGone) {
            silent.removeIf(isGone);
            endIfComplete();
        }

        synchronized void giveUp() {
            result.complete(new Answers(answers, silent));
        }

        synchronized void endIfComplete() {
            if (silent.isEmpty()) {
                giveUp();
            }
        }
    }

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    /** A new question to these nodes; returns its number. */
    long open(Collection<String> nodes) {
        long number = numbers.incrementAndGet();
        open.put(number, new Question(nodes));
        return number;
    }

    /** Completed once all have answered or left, or {@link #giveUp} was called. */
    CompletableFuture<Answers> result(long number) {
        Question question = open.get(number);
        question.endIfComplete();
        return question.result.whenComplete((answers, failure) -> open.remove(number));
    }

    void answer(long number, String node, byte[] answer) {
        Question question = open.get(number);
        if (question != null) {
            question.answer(node, answer);
        }
    }

    /** Whoever is gone needs not answer. */
    void excuse(Predicate<String> isGone) {
        open.values().forEach(question -> question.excuse(isGone));
    }

    void giveUp(long number) {
        Question question = open.get(number);
        if (question != null) {
            question.giveUp();
        }
    }
}
