package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.bench.check.Faults;
import dev.parley.bench.check.Stamp;
import dev.parley.bench.client.Bytes;
import org.junit.jupiter.api.Test;

/** Faults are planted into what two clients of one room get. */
class DeliveriesTest {

    private static final long NOW = 5_000_000;

    private final Deliveries deliveries = new Deliveries(new Layout(1, 2));

    private static String message(long seq, long number) {
        String text = Stamp.text(Stamp.key(0, true, number), 0, 50);
        return "{\"id\":\"x\",\"seq\":" + seq + ",\"text\":\"" + text + "\"}";
    }

    private void deliver(int client, String json) {
        byte[] bytes = Bytes.ascii(json);
        deliveries.live(client, bytes, 0, bytes.length, NOW);
    }

    private void both(String json) {
        deliver(0, json);
        deliver(1, json);
    }

    private void join() {
        deliveries.joined(0, 0);
        deliveries.joined(1, 0);
    }

    @Test
    void withoutAFaultThereIsNone() {
        join();
        both(message(1, 1));
        both(message(2, 2));
        deliveries.acked(0, 1, Stamp.key(0, true, 1));
        assertEquals(Faults.NONE, deliveries.faults());
        assertTrue(deliveries.areComplete());
        assertEquals(4, deliveries.received());
        assertEquals(4, deliveries.latency().count());
        assertEquals(5, deliveries.latency().maxMillis(), 0.01);
    }

    @Test
    void oneThatOnlyTheOtherGotIsLost() {
        join();
        both(message(1, 1));
        deliver(0, message(2, 2));
        assertFalse(deliveries.areComplete());
        assertEquals(new Faults(1, 0, 0, 0), deliveries.faults());
    }

    @Test
    void oneThatOnlyItsSenderKnowsIsLostForAll() {
        join();
        deliveries.acked(0, 1, Stamp.key(0, true, 1));
        assertEquals(new Faults(2, 0, 0, 0), deliveries.faults());
    }

    @Test
    void aRepetitionIsFound() {
        join();
        both(message(1, 1));
        deliver(1, message(1, 1));
        assertEquals(new Faults(0, 1, 0, 0), deliveries.faults());
    }

    @Test
    void aSwapIsFound() {
        join();
        deliver(0, message(1, 1));
        deliver(0, message(2, 2));
        deliver(1, message(2, 2));
        deliver(1, message(1, 1));
        assertEquals(new Faults(0, 0, 1, 0), deliveries.faults());
    }

    @Test
    void textsUnderTheWrongPositionAreFound() {
        join();
        both(message(1, 1));
        deliver(0, message(2, 2));
        deliver(1, message(2, 3));
        assertEquals(new Faults(0, 0, 0, 1), deliveries.faults());
    }

    @Test
    void whatCannotBeReadIsWrong() {
        join();
        both("{\"text\":\"hello\"}");
        assertEquals(2, deliveries.faults().wrong());
    }

    @Test
    void whatWasMissedComesWithTheJoin() {
        join();
        both(message(1, 1));
        deliver(0, message(2, 2));
        deliver(0, message(3, 3));
        byte[] answer =
                Bytes.ascii(
                        "[{\"lastSeq\":3,\"messages\":["
                                + message(2, 2)
                                + ","
                                + message(3, 3)
                                + "]}]");
        deliveries.missed(1, answer, 0, answer.length);
        assertTrue(deliveries.areComplete());
        assertEquals(Faults.NONE, deliveries.faults());
    }

    @Test
    void theMessagesInTheAnswerToAJoinAreCounted() {
        byte[] answer =
                Bytes.ascii("[{\"messages\":[" + message(2, 2) + "," + message(3, 3) + "]}]");
        assertEquals(2, Deliveries.messagesIn(answer, 0, answer.length));
    }

    @Test
    void anAnswerWithoutMessagesHasNone() {
        byte[] answer = Bytes.ascii("[{\"lastSeq\":3}]");
        assertEquals(0, Deliveries.messagesIn(answer, 0, answer.length));
    }

    @Test
    void theOrderOfFieldsDoesNotMatter() {
        join();
        deliver(0, message(1, 1));
        deliver(0, message(2, 2));
        String text = "{\"text\":\"" + Stamp.text(Stamp.key(0, true, 1), 0, 40) + "\",\"seq\":1}";
        String other = "{\"text\":\"" + Stamp.text(Stamp.key(0, true, 2), 0, 40) + "\",\"seq\":2}";
        byte[] answer = Bytes.ascii("[{\"messages\":[" + text + "," + other + "],\"lastSeq\":2}]");
        deliveries.missed(1, answer, 0, answer.length);
        assertEquals(Faults.NONE, deliveries.faults());
    }

    @Test
    void whoIsExcusedIsNotJudged() {
        join();
        deliver(0, message(1, 1));
        deliveries.excuse(1);
        assertTrue(deliveries.areComplete());
        assertEquals(Faults.NONE, deliveries.faults());
    }
}
