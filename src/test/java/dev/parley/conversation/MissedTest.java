package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.history.DurableEvent;
import dev.parley.history.MessageStore.Page;
import dev.parley.history.RoomInfo;
import dev.parley.history.SampleMessages;
import dev.parley.history.StoredMessage;
import dev.parley.history.Tally;
import dev.parley.history.Visibility;
import dev.parley.hub.Naming;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MissedTest {

    private static final String EPOCH = "epoch";

    /** A room with the messages 1 to 4 that stands at rev 10. */
    private static final RoomInfo ROOM =
            new RoomInfo("room", "Room", null, Visibility.PUBLIC, 0, EPOCH, 4, 10, false);

    private static StoredMessage message(long seq, long rev, String text, Tally... reactions) {
        return SampleMessages.message("m" + seq, "room", seq, rev, text, reactions);
    }

    private static Page page(StoredMessage... messages) {
        return new Page(List.of(messages), false);
    }

    private static Page endsEarly(StoredMessage... messages) {
        return new Page(List.of(messages), true);
    }

    private static DurableEvent posted(long seq, long rev) {
        return new DurableEvent.MessagePosted(message(seq, rev, "new"), EPOCH);
    }

    private static DurableEvent edited(long seq, long rev, String text) {
        return new DurableEvent.MessageEdited(message(seq, rev, text), EPOCH);
    }

    private static DurableEvent deleted(long seq, long rev) {
        return new DurableEvent.MessageDeleted(message(seq, rev, null), EPOCH);
    }

    private static DurableEvent reacted(
            long seq, long rev, String emoji, String userId, int count, boolean removed) {
        return new DurableEvent.MessageReacted(
                "room", EPOCH, rev, "m" + seq, seq, emoji, userId, count, removed);
    }

    private static Joining.Joined after(Missed missed, DurableEvent... events) {
        assertTrue(Arrays.stream(events).allMatch(missed::follow));
        return missed.told(ROOM, new MessageTexts(READER));
    }

    private static List<String> texts(List<StoredMessage> messages) {
        return messages.stream().map(m -> m.seq() + " " + m.text()).toList();
    }

    private static final PageReader.Reader READER = new PageReader.Reader("anna", Naming.SNAKE);
    private static final int SIZE = 50;

    @Test
    void aNewestPageThatWasTooLargeSaysThatThereIsMoreAndStillGrows() {
        Missed missed = Missed.fresh(ROOM, endsEarly(message(4, 4, "four")), SIZE, null);
        Joining.Joined told = after(missed, posted(5, 11));
        assertEquals(List.of("4 four", "5 new"), texts(told.messages()));
        assertTrue(told.more());
    }

    @Test
    void withoutEventsItIsWhatWasRead() {
        Joining.Joined told =
                after(Missed.since(3, ROOM, page(message(4, 4, "four")), page(message(1, 9, "x"))));
        assertEquals(List.of("4 four"), texts(told.messages()));
        assertEquals(List.of("1 x"), texts(told.changed()));
        assertEquals(List.of(4L, 10L), List.of(told.lastSeq(), told.rev()));
        assertTrue(told.recovered());
        assertFalse(told.more());
    }

    @Test
    void aMessageThatCameMeanwhileIsTheLast() {
        Joining.Joined told =
                after(Missed.fresh(ROOM, page(message(4, 4, "four")), SIZE, null), posted(5, 11));
        assertEquals(List.of("4 four", "5 new"), texts(told.messages()));
        assertEquals(List.of(5L, 11L), List.of(told.lastSeq(), told.rev()));
        assertNull(told.recovered());
    }

    @Test
    void afterAPageThatEndsEarlyAMessageThatCameMeanwhileIsOnlyCounted() {
        Missed missed = Missed.since(1, ROOM, endsEarly(message(2, 2, "two")), null);
        Joining.Joined told = after(missed, posted(5, 11));
        assertEquals(List.of("2 two"), texts(told.messages()));
        assertEquals(5, told.lastSeq());
        assertTrue(told.more());
    }

    @Test
    void aMessageOfThePageIsToldAsItIsAfterItsEditing() {
        Missed missed =
                Missed.fresh(ROOM, page(message(3, 3, "old"), message(4, 4, "four")), SIZE, null);
        Joining.Joined told = after(missed, edited(3, 11, "new"));
        assertEquals(List.of("3 new", "4 four"), texts(told.messages()));
        assertEquals(11, told.messages().get(0).rev());
        assertEquals(11, told.rev());
    }

    @Test
    void aMessageOfThePageIsToldAsItIsAfterItsDeletion() {
        Missed missed = Missed.fresh(ROOM, page(message(4, 4, "four")), SIZE, null);
        Joining.Joined told = after(missed, deleted(4, 11));
        assertTrue(told.messages().get(0).deleted());
    }

    @Test
    void whatBecomesOfAMessageThatTheClientHasIsAmongTheChanges() {
        Missed missed = Missed.since(3, ROOM, page(message(4, 4, "four")), page());
        Joining.Joined told = after(missed, edited(2, 11, "new"), deleted(1, 12));
        assertEquals(List.of("1 null", "2 new"), texts(told.changed()));
        assertEquals(List.of("4 four"), texts(told.messages()));
    }

    @Test
    void whoDidNotAskIsToldNoChanges() {
        Missed missed = Missed.since(3, ROOM, page(message(4, 4, "four")), null);
        Joining.Joined told =
                after(missed, edited(2, 11, "x"), reacted(1, 12, "👍", "b", 1, false));
        assertNull(told.changed());
        assertEquals(12, told.rev());
    }

    @Test
    void whatBecomesOfAMessageBeyondAPageThatEndsEarlyIsNoChange() {
        Missed missed = Missed.since(1, ROOM, endsEarly(message(2, 2, "two")), page());
        Joining.Joined told =
                after(missed, edited(4, 11, "x"), reacted(3, 12, "👍", "b", 1, false));
        assertEquals(List.of(), told.changed());
        assertEquals(List.of("2 two"), texts(told.messages()));
    }

    @Test
    void aReactionCountsOnTheMessageThatWasRead() {
        Tally thumbs = new Tally("👍", 3, Set.of("anna"));
        Missed missed = Missed.fresh(ROOM, page(message(4, 4, "four", thumbs)), SIZE, null);
        Joining.Joined told =
                after(
                        missed,
                        reacted(4, 11, "👍", "ben", 4, false),
                        reacted(4, 12, "🎉", "ben", 1, false));
        StoredMessage message = told.messages().get(0);
        assertEquals(
                List.of(
                        new Tally("👍", 4, Set.of("anna", "ben")),
                        new Tally("🎉", 1, Set.of("ben"))),
                message.reactions());
        assertEquals(12, message.rev());
    }

    @Test
    void aReactionThatTheReadingSawAlreadyIsNotCountedTwice() {
        Tally thumbs = new Tally("👍", 4, Set.of("ben"));
        Missed missed = Missed.fresh(ROOM, page(message(4, 11, "four", thumbs)), SIZE, null);
        Joining.Joined told = after(missed, reacted(4, 11, "👍", "ben", 4, false));
        assertEquals(List.of(thumbs), told.messages().get(0).reactions());
    }

    @Test
    void theLastReactionThatIsTakenBackIsGone() {
        Tally thumbs = new Tally("👍", 1, Set.of("ben"));
        Missed missed = Missed.fresh(ROOM, page(message(4, 4, "four", thumbs)), SIZE, null);
        Joining.Joined told = after(missed, reacted(4, 11, "👍", "ben", 0, true));
        assertEquals(List.of(), told.messages().get(0).reactions());
    }

    @Test
    void aReactionToAChangedMessageCountsThere() {
        Missed missed = Missed.since(3, ROOM, page(), page(message(1, 9, "one")));
        Joining.Joined told = after(missed, reacted(1, 11, "👍", "ben", 1, false));
        assertEquals(List.of(new Tally("👍", 1, Set.of("ben"))), told.changed().get(0).reactions());
    }

    @Test
    void aReactionToAMessageThatWasNotReadWantsAnotherReading() {
        Missed missed = Missed.since(3, ROOM, page(), page());
        assertFalse(missed.follow(reacted(1, 11, "👍", "ben", 1, false)));
    }
}
