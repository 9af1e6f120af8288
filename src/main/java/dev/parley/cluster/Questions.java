package dev.parley.cluster;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The questions to other nodes that wait for answers. Thread-safe.
 *
 * <p>The {@code MessageDispatcher} of JGroups 5.5.6 does the same with a {@code RspFilter}, but has
 * three drawbacks:
 *
 * <ul>
 *   <li>It sends on the caller's thread, here the stripe of a room, where TCP can block.
 *   <li>It never repeats a request. A node that has just joined the view answers no requests until
 *       its fork listens ({@link NodeFrame.Kind#LISTENING}), so each question asked meanwhile would
 *       last until its timeout.
 *   <li>Its timeout, and the partial answers after it, work only while a thread waits for the
 *       result: {@code castMessageWithFuture} ignores {@code RequestOptions.timeout}.
 * </ul>
 */
final class Questions {

    /** Completes its result outside its lock, since a listener may ask the next question. */
    private static final class Question {
        private final NodeFrame frame;
        private final Set<String> silent;
        private final Map<String, byte[]> answers = new HashMap<>();
        private final CompletableFuture<Answers> result = new CompletableFuture<>();

        private final Predicate<byte[]> enough;

        Question(NodeFrame frame, Collection<String> nodes, Predicate<byte[]> enough) {
            this.frame = frame;
            silent = new HashSet<>(nodes);
            this.enough = enough;
        }

        synchronized boolean awaits(String node) {
            return silent.contains(node);
        }

        void answer(String node, byte[] answer) {
            synchronized (this) {
                if (!silent.remove(node)) {
                    return;
                }
                answers.put(node, answer);
            }
            if (enough.test(answer)) {
                giveUp();
            } else {
                endIfComplete();
            }
        }

        void excuse(Predicate<String> isGone) {
            synchronized (this) {
                silent.removeIf(isGone);
            }
            endIfComplete();
        }

        void endIfComplete() {
            boolean complete;
            synchronized (this) {
                complete = silent.isEmpty();
            }
            if (complete) {
                giveUp();
            }
        }

        void giveUp() {
            Answers now;
            synchronized (this) {
                now = new Answers(answers, silent);
            }
            result.complete(now);
        }
    }

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    /**
     * Opens a question to these nodes.
     *
     * @param enough whether an answer makes all others unnecessary
     * @return the frame to send, with the number of the question
     */
    NodeFrame open(
            String topic, byte[] payload, Collection<String> nodes, Predicate<byte[]> enough) {
        NodeFrame frame =
                new NodeFrame(NodeFrame.Kind.ASK, topic, numbers.incrementAndGet(), payload);
        open.put(frame.question(), new Question(frame, nodes, enough));
        return frame;
    }

    /** The questions that a node has not answered yet. */
    List<NodeFrame> awaiting(String node) {
        return open.values().stream()
                .filter(question -> question.awaits(node))
                .map(question -> question.frame)
                .toList();
    }

    /**
     * Completes once all nodes have answered or left, one answer was enough, or {@link #giveUp} was
     * called.
     *
     * @param number of an open question
     */
    CompletableFuture<Answers> result(long number) {
        Question question = open.get(number);
        if (question == null) {
            throw new IllegalArgumentException("No question is open with the number " + number);
        }
        question.endIfComplete();
        return question.result.whenComplete((answers, failure) -> open.remove(number));
    }

    void answer(long number, String node, byte[] answer) {
        Question question = open.get(number);
        if (question != null) {
            question.answer(node, answer);
        }
    }

    /** A node has no answer. */
    void decline(long number, String node) {
        Question question = open.get(number);
        if (question != null) {
            question.excuse(node::equals);
        }
    }

    /** Waits no longer for nodes that are gone. */
    void excuse(Predicate<String> isGone) {
        open.values().forEach(question -> question.excuse(isGone));
    }

    /** Completes all results with the answers received so far. */
    void giveUpAll() {
        // Open Liberty (26.0.0.3) stops an application after its WAR has been deleted, and loads no
        // more classes of it then: the next line needs one that exists only if a question does.
        if (!open.isEmpty()) {
            open.values().forEach(Question::giveUp);
        }
    }

    void giveUp(long number) {
        Question question = open.get(number);
        if (question != null) {
            question.giveUp();
        }
    }
}
