package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.history.DurableEvent;
import dev.parley.history.SampleMessages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RoomStreamTest {

    private static final String EPOCH = "epoch";
    private static final String OTHER = "other";

    private final List<Long> delivered = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();
    private final RoomStream stream = new RoomStream(event -> delivered.add(event.rev()));

    private static DurableEvent event(long rev) {
        return event(rev, EPOCH, 1);
    }

    private static DurableEvent event(long rev, String epoch, int length) {
        return new DurableEvent.MessagePosted(
                SampleMessages.message("m" + rev, "room", rev, rev, "x".repeat(length)), epoch);
    }

    private void place(long rev) {
        stream.place(new Position(EPOCH, rev));
    }

    private void offer(long... revs) {
        for (long rev : revs) {
            stream.offer(event(rev));
        }
    }

    private static List<Long> upTo(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private List<Long> since(long rev) {
        return stream.since(rev).orElseThrow().stream().map(DurableEvent::rev).toList();
    }

    @Test
    void whatComesInOrderIsDeliveredAtOnce() {
        place(0);
        offer(1, 2, 3);
        assertEquals(List.of(1L, 2L, 3L), delivered);
        assertEquals(3, stream.delivered());
        assertFalse(stream.hasGap());
    }

    @Test
    void whatComesEarlyWaits() {
        place(0);
        offer(2, 4, 3);
        assertEquals(List.of(), delivered);
        assertTrue(stream.hasGap());
        offer(1);
        assertEquals(List.of(1L, 2L, 3L, 4L), delivered);
        assertFalse(stream.hasGap());
    }

    @Test
    void repeatsAreIgnored() {
        place(0);
        offer(1, 1, 3, 3, 2, 3, 1, 2);
        assertEquals(List.of(1L, 2L, 3L), delivered);
        assertFalse(stream.hasGap());
    }

    @Test
    void whatIsOlderThanThePlaceIsIgnored() {
        place(5);
        offer(4, 5, 6);
        assertEquals(List.of(6L), delivered);
    }

    @Test
    void nothingIsDeliveredBeforeTheStreamHasItsPlace() {
        offer(6, 5, 7);
        assertEquals(List.of(), delivered);
        assertFalse(stream.hasGap());
        place(5);
        assertEquals(List.of(6L, 7L), delivered);
        assertEquals(7, stream.delivered());
    }

    @Test
    void aHoleBehindThePlaceIsKnown() {
        offer(8);
        place(5);
        assertEquals(List.of(), delivered);
        assertTrue(stream.hasGap());
        offer(6, 7);
        assertEquals(List.of(6L, 7L, 8L), delivered);
        assertFalse(stream.hasGap());
    }

    @Test
    void moreEventsThanMayWaitAreDroppedAndMissed() {
        place(0);
        long last = RoomStream.MAX_EVENTS + 2L;
        LongStream.rangeClosed(2, last).forEach(this::offer);
        offer(1);
        assertEquals(upTo(1, last - 1), delivered);
        assertTrue(stream.hasGap());
        offer(last);
        assertEquals(upTo(1, last), delivered);
        assertFalse(stream.hasGap());
    }

    @Test
    void moreBytesThanMayWaitAreDroppedAndMissed() {
        place(0);
        // A message weighs 200 and two for each character.
        int half = RoomStream.MAX_BYTES / 4 - 100;
        stream.offer(event(2, EPOCH, half - 1));
        stream.offer(event(3, EPOCH, half));
        stream.offer(event(4, EPOCH, half));
        offer(1);
        assertEquals(List.of(1L, 2L, 3L), delivered);
        assertTrue(stream.hasGap());
    }

    @Test
    void whatHasLeftTheQueueMakesRoomInIt() {
        place(0);
        int most = RoomStream.MAX_BYTES / 2 - 200;
        stream.offer(event(2, EPOCH, most));
        offer(1);
        stream.offer(event(4, EPOCH, most));
        offer(3);
        assertEquals(List.of(1L, 2L, 3L, 4L), delivered);
    }

    @Test
    void whoWaitsForAPlaceThatIsReachedIsCalledAtOnce() {
        place(3);
        stream.whenAt(3, () -> woken.add("at 3"));
        stream.whenAt(2, () -> woken.add("at 2"));
        assertEquals(List.of("at 3", "at 2"), woken);
    }

    @Test
    void whoWaitsForALaterPlaceIsCalledOnceItIsReached() {
        place(3);
        stream.whenAt(5, () -> woken.add("at 5 after " + delivered));
        offer(4);
        assertEquals(List.of(), woken);
        offer(5, 6);
        assertEquals(List.of("at 5 after [4, 5]"), woken);
    }

    @Test
    void confirmationsThatWaitAreBounded() {
        place(3);
        for (int i = 0; i < RoomStream.MAX_CONFIRMATIONS + 5; i++) {
            stream.confirmAt(5, () -> woken.add("confirmed"));
        }
        stream.whenAt(5, () -> woken.add("joined"));
        offer(4, 5);
        assertEquals(RoomStream.MAX_CONFIRMATIONS + 1, woken.size());
        assertTrue(woken.contains("joined"));
    }

    @Test
    void epochsOfAStreamWithoutAPlaceAreBounded() {
        for (int i = 0; i < 1_000; i++) {
            stream.know("other " + i, 9);
        }
        assertEquals(RoomStream.MAX_EPOCHS, stream.seen.size());
    }

    @Test
    void aLaterPlaceThatSomebodyHasSeenIsAGap() {
        place(3);
        stream.whenAt(5, () -> {});
        assertTrue(stream.hasGap());
    }

    @Test
    void whatWasDeliveredIsRemembered() {
        place(3);
        offer(4, 5, 6);
        assertEquals(List.of(5L, 6L), since(4));
        assertEquals(List.of(4L, 5L, 6L), since(3));
        assertEquals(List.of(), since(6));
        assertEquals(List.of(), since(7));
    }

    @Test
    void whatWasDeliveredBeforeThePlaceIsNotRemembered() {
        place(3);
        assertEquals(Optional.empty(), stream.since(2));
        offer(4);
        assertEquals(Optional.empty(), stream.since(2));
    }

    @Test
    void onlyTheLatestEventsAreRemembered() {
        place(0);
        long last = RoomStream.MAX_EVENTS + 10L;
        LongStream.rangeClosed(1, last).forEach(this::offer);
        assertEquals(upTo(11, last), since(10));
        assertEquals(Optional.empty(), stream.since(9));
    }

    @Test
    void onlySoManyBytesAreRemembered() {
        place(0);
        int large = RoomStream.MAX_BYTES / 4;
        LongStream.rangeClosed(1, 3).forEach(rev -> stream.offer(event(rev, EPOCH, large)));
        assertEquals(List.of(3L), since(2));
        assertEquals(Optional.empty(), stream.since(1));
    }

    @Test
    void eventsOfAnotherEpochAreIgnored() {
        place(0);
        stream.offer(event(1, OTHER, 1));
        stream.offer(event(7, OTHER, 1));
        assertEquals(List.of(), delivered);
        assertFalse(stream.hasGap());
    }

    @Test
    void whatWaitsOfAnotherEpochIsNotDelivered() {
        stream.offer(event(1, OTHER, 1));
        stream.offer(event(2, OTHER, 1));
        place(0);
        offer(1);
        assertEquals(List.of(1L), delivered);
        offer(2);
        assertEquals(List.of(1L, 2L), delivered);
    }

    @Test
    void whatIsSeenOfAnotherEpochBeforeThePlaceIsNoGap() {
        stream.offer(event(7, OTHER, 1));
        stream.know(OTHER, 9);
        place(0);
        assertFalse(stream.hasGap());
    }

    @Test
    void whatIsSeenBeforeThePlaceIsAGapBehindIt() {
        stream.know(EPOCH, 2);
        place(0);
        offer(1);
        assertTrue(stream.hasGap());
        offer(2);
        assertFalse(stream.hasGap());
    }

    @Test
    void whoWaitsInAStreamThatEndsIsCalled() {
        place(0);
        stream.whenAt(5, () -> woken.add("called"));
        stream.end();
        assertEquals(List.of("called"), woken);
    }

    @Property
    void anyOrderWithRepeatsAndLossesEndsInTheRightOne(
            @ForAll @IntRange(min = 1, max = 600) int count,
            @ForAll @IntRange(max = 100) int place,
            @ForAll @IntRange(max = 100) int placedAfter,
            @ForAll Random random) {
        List<Long> heard = new ArrayList<>();
        RoomStream any = new RoomStream(event -> heard.add(event.rev()));
        List<Long> offers = new ArrayList<>();
        for (long rev = 1; rev <= place + count; rev++) {
            for (int times = random.nextInt(3); times >= 0; times--) {
                offers.add(rev);
            }
        }
        Collections.shuffle(offers, random);
        // Some come before the stream has its place, and what does not fit gets lost.
        int before = offers.size() * placedAfter / 100;
        offers.subList(0, before).forEach(rev -> any.offer(event(rev)));
        any.place(new Position(EPOCH, place));
        offers.subList(before, offers.size()).forEach(rev -> any.offer(event(rev)));
        assertEquals(any.delivered() < place + count, any.hasGap());
        // The filling from the database.
        for (long rev = any.delivered() + 1; rev <= place + count; rev++) {
            any.offer(event(rev));
        }
        assertEquals(upTo(place + 1, place + count), heard);
        assertFalse(any.hasGap());
    }
}
