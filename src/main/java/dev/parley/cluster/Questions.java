package dev.parley.cluster;

import dev.parley.flow.Allowance;
import dev.parley.flow.LogLimit;
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
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The questions to other nodes that wait for answers. Thread-safe.
 *
 * <p>Nodes that do not answer make questions pile up. Therefore, all questions and the answers to
 * them may occupy {@value #MAX_BYTES} bytes. Beyond that, questions are not asked and answers are
 * dropped. The node then counts as silent: the caller gets an error and can try again.
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

    private static final Logger LOG = Logger.getLogger(Questions.class.getName());
    static final int MAX_BYTES = 16 * 1024 * 1024;

    /** The memory that a question needs in addition to its frame, in bytes. */
    private static final int OVERHEAD = 1024;

    /** Completes its result outside its lock, since a listener may ask the next question. */
    private final class Question {
        private final NodeFrame frame;
        private final Set<String> silent;
        private final Map<String, byte[]> answers = new HashMap<>();
        private final CompletableFuture<Answers> result = new CompletableFuture<>();

        private final Set<String> repeatedTo = new HashSet<>();
        private final Predicate<byte[]> enough;

        /** The bytes to give back; 0 after the end. */
        private long held;

        Question(NodeFrame frame, Collection<String> nodes, Predicate<byte[]> enough) {
            this.frame = frame;
            held = size(frame);
            silent = new HashSet<>(nodes);
            this.enough = enough;
        }

        /** Once per node, because each node starts once. */
        synchronized boolean isToRepeat(String node) {
            return silent.contains(node) && repeatedTo.add(node);
        }

        void answer(String node, byte[] answer) {
            synchronized (this) {
                if (held == 0 || !silent.contains(node) || !isRoomFor(answer.length)) {
                    return;
                }
                held += answer.length;
                silent.remove(node);
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
                bytes.giveBack(held);
                held = 0;
            }
            result.complete(now);
        }
    }

    private final Allowance bytes = new Allowance(MAX_BYTES);
    private final LogLimit complaints = new LogLimit();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    /**
     * Opens a question to these nodes.
     *
     * @param enough whether an answer makes all others unnecessary
     * @return the frame to send, with the number of the question; null if too much is waiting
     */
    @Nullable NodeFrame open(
            String topic, byte[] payload, Collection<String> nodes, Predicate<byte[]> enough) {
        NodeFrame frame =
                new NodeFrame(NodeFrame.Kind.ASK, topic, numbers.incrementAndGet(), payload);
        if (!isRoomFor(size(frame))) {
            return null;
        }
        open.put(frame.question(), new Question(frame, nodes, enough));
        return frame;
    }

    private static long size(NodeFrame frame) {
        return (long) frame.size() + OVERHEAD;
    }

    private boolean isRoomFor(long size) {
        boolean taken = bytes.tryTake(size);
        if (!taken) {
            complaints.warn(LOG, "Other nodes do not answer: too many questions to them are open");
        }
        return taken;
    }

    /** Returns the questions that a node has not answered and that were not repeated to it yet. */
    List<NodeFrame> toRepeat(String node) {
        return open.values().stream()
                .filter(question -> question.isToRepeat(node))
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
