package dev.parley.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.Loss;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

    /** A transport that completes its writes when the test says so. */
    private static final class Transport implements FrameWriter {
        final List<Object> written = new ArrayList<>();
        final Deque<Consumer<Throwable>> underWay = new ArrayDeque<>();
        final int window;

        Transport(int window) {
            this.window = window;
        }

        @Override
        public void write(Frame frame, Consumer<Throwable> done) {
            written.add(frame.parts().get(0));
            underWay.add(done);
        }

        @Override
        public int window() {
            return window;
        }

        void complete() {
            underWay.remove().accept(null);
        }
    }

    /** A transport with a window of one whose writes are a function of the test. */
    private interface Writes extends FrameWriter {
        @Override
        default int window() {
            return 1;
        }
    }

    private static final class Ends implements Outbox.Listener {
        int overflows;
        final List<Throwable> failures = new ArrayList<>();

        @Override
        public void onOverflow() {
            overflows++;
        }

        @Override
        public void onWriteFailure(Throwable failure) {
            failures.add(failure);
        }
    }

    private static final int BUDGET = 100;

    private final Transport transport = new Transport(1);
    private final Ends ends = new Ends();
    private final ManualClock clock = new ManualClock();
    private final WriteCoalescer coalescer = new WriteCoalescer(clock.timers(), Runnable::run);
    private final Outbox outbox = outbox(transport);

    private Outbox outbox(FrameWriter writer) {
        return attached(new Outbox(BUDGET, coalescer, ends), writer);
    }

    private static Outbox attached(Outbox outbox, FrameWriter writer) {
        outbox.attach(writer, Runnable::run);
        return outbox;
    }

    private static Frame frame(Object packet, int bytes) {
        return Frame.of(packet, bytes, Loss.NEVER);
    }

    private static Frame droppable(Object packet, int bytes) {
        return Frame.of(packet, bytes, Loss.UNDER_LOAD);
    }

    @Test
    void framesAreWrittenInTheirOrder() {
        outbox.offer(frame("a", 1));
        outbox.offer(frame("b", 1));
        outbox.offer(frame("c", 1));
        transport.complete();
        transport.complete();
        assertEquals(List.of("a", "b", "c"), transport.written);
    }

    @Test
    void noMoreWritesAreUnderWayThanTheWindowAllows() {
        Transport three = new Transport(3);
        Outbox wide = outbox(three);
        IntStream.range(0, 5).forEach(i -> wide.offer(frame(i, 1)));
        assertEquals(List.of(0, 1, 2), three.written);
        three.complete();
        assertEquals(List.of(0, 1, 2, 3), three.written);
    }

    @Test
    void largeFramesFillTheWindowSooner() {
        Transport three = new Transport(3);
        Outbox wide = attached(new Outbox(1_000_000, coalescer, ends), three);
        IntStream.range(0, 3).forEach(i -> wide.offer(frame(i, 40_000)));
        assertEquals(List.of(0, 1), three.written);
        three.complete();
        assertEquals(List.of(0, 1, 2), three.written);
    }

    @Test
    void whatWaitsAndWhatIsUnderWayIsPending() {
        outbox.offer(frame("a", 30));
        outbox.offer(frame("b", 20));
        assertEquals(50, outbox.pendingBytes());
        transport.complete();
        assertEquals(20, outbox.pendingBytes());
        transport.complete();
        assertEquals(0, outbox.pendingBytes());
    }

    @Test
    void oneFrameMayGoBeyondTheBudget() {
        assertTrue(outbox.offer(frame("a", BUDGET - 1)));
        assertTrue(outbox.offer(frame("large", 10 * BUDGET)));
        transport.complete();
        assertEquals(List.of("a", "large"), transport.written);
        assertEquals(0, ends.overflows);
    }

    @Test
    void aDroppableFrameIsLostWhenTheBudgetIsSpent() {
        outbox.offer(frame("a", BUDGET));
        assertFalse(outbox.offer(droppable("b", 1)));
        assertEquals(0, ends.overflows);
        transport.complete();
        assertTrue(outbox.offer(droppable("c", 1)));
        assertEquals(List.of("a", "c"), transport.written);
    }

    @Test
    void droppableFramesMakeRoomForTheOthers() {
        outbox.offer(frame("a", 10));
        outbox.offer(droppable("b", 40));
        outbox.offer(frame("c", 10));
        outbox.offer(droppable("d", 40));
        assertTrue(outbox.offer(frame("e", 1)));
        assertEquals(0, ends.overflows);
        transport.complete();
        transport.complete();
        transport.complete();
        assertEquals(List.of("a", "c", "e"), transport.written);
        assertEquals(0, outbox.pendingBytes());
    }

    @Test
    void aSpentBudgetIsToldOnceAndNothingMoreIsTaken() {
        outbox.offer(frame("a", 60));
        outbox.offer(frame("b", 40));
        assertEquals(0, ends.overflows);
        assertFalse(outbox.offer(frame("c", 1)));
        assertFalse(outbox.offer(frame("d", 1)));
        assertEquals(1, ends.overflows);
        transport.complete();
        assertEquals(List.of("a"), transport.written);
    }

    @Test
    void whatIsUnderWayIsNotDroppedToMakeRoom() {
        outbox.offer(droppable("a", BUDGET));
        assertFalse(outbox.offer(frame("b", 1)));
        assertEquals(1, ends.overflows);
    }

    @Test
    void theLastActionRunsAfterTheLastWrite() {
        AtomicInteger finished = new AtomicInteger();
        outbox.offer(frame("a", 1));
        outbox.offer(frame("b", 1));
        outbox.finish(finished::incrementAndGet);
        transport.complete();
        assertEquals(0, finished.get());
        transport.complete();
        assertEquals(1, finished.get());
    }

    @Test
    void theLastActionRunsAtOnceWhenNothingWaits() {
        AtomicInteger finished = new AtomicInteger();
        outbox.finish(finished::incrementAndGet);
        outbox.finish(finished::incrementAndGet);
        assertEquals(1, finished.get());
    }

    @Test
    void theLastActionRunsAfterAnOverflowToo() {
        AtomicInteger finished = new AtomicInteger();
        outbox.offer(frame("a", BUDGET));
        outbox.offer(frame("b", 1));
        outbox.finish(finished::incrementAndGet);
        assertEquals(1, finished.get());
    }

    @Test
    void theLastActionRunsWhenAWriteFails() {
        AtomicInteger finished = new AtomicInteger();
        outbox.offer(frame("a", 1));
        outbox.finish(finished::incrementAndGet);
        transport.underWay.remove().accept(new IllegalStateException());
        assertEquals(1, finished.get());
    }

    @Test
    void nothingIsTakenOnceItIsToFinish() {
        outbox.offer(frame("a", 1));
        outbox.finish(() -> {});
        assertFalse(outbox.offer(frame("b", 1)));
        transport.complete();
        assertEquals(List.of("a"), transport.written);
    }

    @Test
    void nothingIsWrittenAfterTheEnd() {
        outbox.offer(frame("a", 1));
        outbox.offer(frame("b", 1));
        outbox.close();
        transport.complete();
        assertFalse(outbox.offer(frame("c", 1)));
        assertEquals(List.of("a"), transport.written);
        assertEquals(0, outbox.pendingBytes());
    }

    @Test
    void aFailedWriteIsToldOnceAndEndsTheRest() {
        Transport two = new Transport(2);
        Outbox wide = outbox(two);
        IntStream.range(0, 3).forEach(i -> wide.offer(frame(i, 1)));
        IllegalStateException failure = new IllegalStateException();
        two.underWay.remove().accept(failure);
        two.underWay.remove().accept(new IllegalStateException());
        assertEquals(1, ends.failures.size());
        assertSame(failure, ends.failures.get(0));
        assertFalse(wide.offer(frame("later", 1)));
        assertEquals(List.of(0, 1), two.written);
    }

    @Test
    void aTransportThatThrowsHasFailed() {
        IllegalStateException failure = new IllegalStateException();
        Writes throwing =
                (frame, done) -> {
                    throw failure;
                };
        Outbox broken = outbox(throwing);
        broken.offer(frame("a", 1));
        assertEquals(List.of(failure), ends.failures);
        assertEquals(0, broken.pendingBytes());
    }

    @Test
    void aFailureAfterTheEndInterestsNobody() {
        outbox.offer(frame("a", 1));
        outbox.close();
        transport.underWay.remove().accept(new IllegalStateException());
        assertEquals(List.of(), ends.failures);
    }

    @Test
    void writesThatEndAtOnceDoNotFillTheStack() {
        AtomicInteger count = new AtomicInteger();
        List<Consumer<Throwable>> first = new ArrayList<>();
        // The first write ends late, so that all others wait when it does.
        Writes inline =
                (frame, done) -> {
                    if (count.getAndIncrement() == 0) {
                        first.add(done);
                    } else {
                        done.accept(null);
                    }
                };
        Outbox large = attached(new Outbox(1_000_000, coalescer, ends), inline);
        for (int i = 0; i < 100_000; i++) {
            large.offer(frame(i, 1));
        }
        first.get(0).accept(null);
        assertEquals(100_000, count.get());
        assertEquals(0, large.pendingBytes());
    }

    @Test
    void writesThatEndOnAnotherThreadKeepTheOrder() throws Exception {
        int frames = 10_000;
        List<Object> written = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Writes elsewhere =
                    (frame, done) -> {
                        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                        written.add(frame.parts().get(0));
                        other.execute(
                                () -> {
                                    underWay.decrementAndGet();
                                    done.accept(null);
                                });
                    };
            Outbox large = attached(new Outbox(1_000_000, coalescer, ends), elsewhere);
            CountDownLatch finished = new CountDownLatch(1);
            for (int i = 0; i < frames; i++) {
                large.offer(frame(i, 1));
            }
            large.finish(finished::countDown);
            assertTrue(finished.await(30, TimeUnit.SECONDS));
            assertEquals(IntStream.range(0, frames).boxed().toList(), written);
            assertEquals(1, most.get());
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void aFrameOfSeveralMessagesIsAloneUnderWay() {
        Transport three = new Transport(3);
        Outbox wide = outbox(three);
        wide.offer(frame("a", 1));
        wide.offer(new Frame(List.of("b", new byte[1]), 2, Loss.NEVER));
        wide.offer(frame("c", 1));
        assertEquals(List.of("a"), three.written);
        three.complete();
        assertEquals(List.of("a", "b"), three.written);
        three.complete();
        assertEquals(List.of("a", "b", "c"), three.written);
    }

    @Test
    void aVolatileFrameIsLostUnlessItCanBeWrittenAtOnce() {
        Frame first = Frame.of("a", 1, Loss.UNLESS_READY);
        assertTrue(outbox.offer(first));
        assertFalse(outbox.offer(Frame.of("b", 1, Loss.UNLESS_READY)));
        transport.complete();
        assertTrue(outbox.offer(Frame.of("c", 1, Loss.UNLESS_READY)));
        assertEquals(List.of("a", "c"), transport.written);
    }

    /** Somebody who takes frames when he is ready. */
    private final class Taker {
        final List<Object> taken = new ArrayList<>();
        int calls;
        boolean ready;

        void attachTo(Outbox source) {
            source.attach(() -> calls++, () -> ready);
        }

        void take(Outbox source) {
            source.take(BUDGET).forEach(frame -> taken.add(frame.parts().get(0)));
        }
    }

    @Test
    void framesAreTakenInTheirOrder() {
        Outbox pulled = new Outbox(BUDGET, coalescer, ends);
        Taker taker = new Taker();
        taker.attachTo(pulled);
        int before = taker.calls;
        pulled.offer(frame("a", 1));
        pulled.offer(frame("b", 1));
        assertEquals(before + 2, taker.calls);
        taker.take(pulled);
        assertEquals(List.of("a", "b"), taker.taken);
    }

    @Test
    void noMoreIsTakenThanIsWantedButForAFrameThatIsLarger() {
        Outbox pulled = new Outbox(BUDGET, coalescer, ends);
        new Taker().attachTo(pulled);
        pulled.offer(frame("a", 6));
        pulled.offer(frame("b", 5));
        pulled.offer(frame("c", 1));
        assertEquals(1, pulled.take(10).size());
        assertEquals(1, pulled.take(3).size());
        assertEquals(1, pulled.take(10).size());
    }

    @Test
    void whatIsNotTakenIsWrittenOnceThereIsAWriter() {
        Outbox pulled = new Outbox(BUDGET, coalescer, ends);
        Taker taker = new Taker();
        taker.attachTo(pulled);
        pulled.offer(frame("a", 1));
        taker.take(pulled);
        pulled.offer(frame("b", 1));
        pulled.attach(transport, Runnable::run);
        assertEquals(List.of(), pulled.take(BUDGET));
        assertEquals(List.of("a"), taker.taken);
        assertEquals(List.of("b"), transport.written);
    }

    @Test
    void aDelayedWriteLeavesItsFrameToATransportThatTakes() {
        List<Runnable> delayed = new ArrayList<>();
        Outbox moved = new Outbox(BUDGET, coalescer, ends);
        moved.attach(transport, delayed::add);
        moved.offer(frame("a", 1));
        Taker taker = new Taker();
        taker.attachTo(moved);
        delayed.forEach(Runnable::run);
        taker.take(moved);
        assertEquals(List.of(), ends.failures);
        assertEquals(List.of("a"), taker.taken);
    }

    @Test
    void aVolatileFrameIsLostUnlessItIsTakenAtOnce() {
        Outbox pulled = new Outbox(BUDGET, coalescer, ends);
        Taker taker = new Taker();
        taker.attachTo(pulled);
        assertFalse(pulled.offer(Frame.of("a", 1, Loss.UNLESS_READY)));
        taker.ready = true;
        assertTrue(pulled.offer(Frame.of("b", 1, Loss.UNLESS_READY)));
    }

    @Test
    void theLastActionRunsWhenWhatWasTakenIsDelivered() {
        AtomicInteger finished = new AtomicInteger();
        Outbox pulled = new Outbox(BUDGET, coalescer, ends);
        Taker taker = new Taker();
        taker.attachTo(pulled);
        pulled.offer(frame("a", 1));
        pulled.finish(finished::incrementAndGet);
        taker.take(pulled);
        assertEquals(0, finished.get());
        pulled.delivered();
        pulled.delivered();
        assertEquals(1, finished.get());
    }

    @Test
    void anErrorOfTheTransportEndsTheOutboxAndNotItsThread() {
        Error broken = new NoClassDefFoundError("an encoder");
        Outbox failing =
                outbox(
                        (Writes)
                                (frame, done) -> {
                                    throw broken;
                                });
        failing.offer(Frame.of("a", 1, Loss.NEVER));
        failing.offer(Frame.of("b", 1, Loss.NEVER));
        assertEquals(List.of(broken), ends.failures);
        assertEquals(0, failing.pendingBytes());
    }

    @Test
    void anOutboxWithoutAThreadEnds() {
        Error noThread = new OutOfMemoryError("unable to create native thread");
        Outbox starved = new Outbox(BUDGET, coalescer, ends);
        starved.attach(
                transport,
                task -> {
                    throw noThread;
                });
        starved.offer(Frame.of("a", 1, Loss.NEVER));
        assertEquals(List.of(noThread), ends.failures);
    }

    /** A transport that writes several texts together, and completes all writes at once. */
    private static final class Together implements FrameWriter {
        final List<List<String>> written = new ArrayList<>();

        @Override
        public void write(Frame frame, Consumer<Throwable> done) {
            written.add(frame.parts().stream().map(Together::told).toList());
            done.accept(null);
        }

        private static String told(Object part) {
            return part instanceof SharedText text ? text.text() : "bytes";
        }

        @Override
        public int window() {
            return 1;
        }

        @Override
        public int mostTogether() {
            return 10;
        }
    }

    private final Together together = new Together();

    private static Frame text(String text) {
        return Frame.of(new SharedText(text), text.length(), Loss.NEVER);
    }

    private static Frame presence(String text) {
        return text(text).notUrgent();
    }

    @Test
    void whatIsNotUrgentIsWrittenTogetherAfterAMoment() {
        Outbox patient = outbox(together);
        patient.offer(presence("a"));
        patient.offer(presence("b"));
        assertEquals(List.of(), together.written);
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of(List.of("a", "b")), together.written);
    }

    @Test
    void whatIsNotUrgentWaitsAgainAfterAWrite() {
        Outbox patient = outbox(together);
        patient.offer(presence("a"));
        clock.advance(WriteCoalescer.WINDOW);
        patient.offer(presence("b"));
        assertEquals(List.of(List.of("a")), together.written);
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of(List.of("a"), List.of("b")), together.written);
    }

    @Test
    void anUrgentFrameIsWrittenTogetherWithEarlierFrames() {
        Outbox patient = outbox(together);
        patient.offer(presence("a"));
        patient.offer(text("b"));
        assertEquals(List.of(List.of("a", "b")), together.written);
    }

    @Test
    void anOutboxIsScheduledOnceForManyFramesThatAreNotUrgent() {
        Outbox patient = outbox(together);
        for (int i = 0; i < 10; i++) {
            patient.offer(presence("a"));
            patient.offer(text("b"));
        }
        assertEquals(1, coalescer.waiting());
    }

    @Test
    void framesThatAreNotUrgentDoNotWaitFrom16KiBOn() {
        Outbox patient = attached(new Outbox(1_000_000, coalescer, ends), together);
        patient.offer(presence("a".repeat(16 * 1024)));
        assertEquals(1, together.written.size());
    }

    @Test
    void aVolatileFrameIsReadyAlthoughOthersWaitForAMoment() {
        Outbox patient = outbox(together);
        patient.offer(presence("a"));
        assertTrue(patient.offer(Frame.of(new SharedText("b"), 1, Loss.UNLESS_READY)));
        assertEquals(List.of(List.of("a", "b")), together.written);
    }

    @Test
    void whatIsWrittenTogetherIsLimited() {
        Outbox patient = outbox(together);
        for (String text : List.of("1234", "1234", "1234", "12345678901", "1")) {
            patient.offer(presence(text));
        }
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(
                List.of(
                        List.of("1234", "1234"),
                        List.of("1234"),
                        List.of("12345678901"),
                        List.of("1")),
                together.written);
    }

    @Test
    void aMessageWithAttachmentsIsWrittenByItself() {
        Outbox patient = outbox(together);
        patient.offer(presence("a"));
        List<Object> parts = List.of(new SharedText("b"), new byte[1]);
        patient.offer(new Frame(parts, 2, Loss.NEVER).notUrgent());
        patient.offer(presence("c"));
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(List.of(List.of("a"), List.of("b", "bytes"), List.of("c")), together.written);
    }

    @Test
    void whatIsWrittenTogetherCountsAsOneAndLeavesNothingPending() {
        Outbox patient = outbox(together);
        patient.offer(presence("a"));
        patient.offer(presence("b"));
        assertEquals(2, patient.pendingBytes());
        clock.advance(WriteCoalescer.WINDOW);
        assertEquals(0, patient.pendingBytes());
    }

    @Test
    void whatIsNotUrgentIsWrittenBeforeTheEnd() {
        Outbox patient = outbox(together);
        patient.offer(presence("a"));
        patient.finish(() -> together.written.add(List.of("end")));
        assertEquals(List.of(List.of("a"), List.of("end")), together.written);
    }
}
