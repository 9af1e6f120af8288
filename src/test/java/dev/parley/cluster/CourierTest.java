package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {

    private static final List<String> ALL = List.of();

    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final Semaphore line = new Semaphore(0);
    private final Courier courier = new Courier(this::send);
    private final Thread thread = new Thread(courier);

    private void send(Collection<String> nodes, byte[] message) throws Exception {
        line.acquire();
        int frames = NodeFrame.frames(message, 0, message.length).size();
        if (frames == 13) {
            throw new IllegalStateException("bad luck");
        }
        sent.add(frames + " to " + nodes);
    }

    private static Courier.Parcel parcel(Collection<String> nodes, int size) {
        return new Courier.Parcel(
                nodes, new NodeFrame(NodeFrame.Kind.TELL, "t", 0, new byte[size]));
    }

    private String next() throws InterruptedException {
        return sent.poll(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    @Test
    void whatWaitsForTheSameNodesGoesTogether() throws Exception {
        courier.offer(parcel(ALL, 1), false);
        courier.offer(parcel(ALL, 1), false);
        courier.offer(parcel(List.of("n1"), 1), false);
        courier.offer(parcel(ALL, 1), false);
        thread.start();
        line.release(9);
        assertEquals("2 to []", next());
        assertEquals("1 to [n1]", next());
        assertEquals("1 to []", next());
    }

    @Test
    void aMessageIsNotMuchLargerThanOneFragment() throws Exception {
        for (int i = 0; i < 4; i++) {
            courier.offer(parcel(ALL, 20_000), false);
        }
        thread.start();
        line.release(9);
        assertEquals("3 to []", next());
        assertEquals("1 to []", next());
    }

    @Test
    void whatDoesNotFitIsDropped() {
        int half = Courier.MAX_BYTES / 2 - 100;
        assertTrue(courier.offer(parcel(ALL, half), false));
        assertTrue(courier.offer(parcel(ALL, half), false));
        assertFalse(courier.offer(parcel(ALL, half), false));
    }

    @Test
    void whatMayBeDroppedLeavesRoomForTheRest() {
        assertTrue(courier.offer(parcel(ALL, Courier.MAX_BYTES / 4), false));
        assertFalse(courier.offer(parcel(ALL, 1), true));
        assertTrue(courier.offer(parcel(ALL, 1), false));
    }

    @Test
    void whatIsSentMakesRoom() throws Exception {
        int most = Courier.MAX_BYTES - 100;
        assertTrue(courier.offer(parcel(ALL, most), false));
        assertFalse(courier.offer(parcel(ALL, most), false));
        thread.start();
        line.release(9);
        assertEquals("1 to []", next());
        // The room is there a moment after the sending.
        while (!courier.offer(parcel(ALL, most), false)) {
            Thread.onSpinWait();
        }
        assertEquals("1 to []", next());
    }

    @Test
    void aMessageThatCannotBeSentHoldsUpNoOther() throws Exception {
        for (int i = 0; i < 13; i++) {
            courier.offer(parcel(List.of("n1"), 1), false);
        }
        courier.offer(parcel(ALL, 1), false);
        thread.start();
        line.release(9);
        assertEquals("1 to []", next());
    }
}
