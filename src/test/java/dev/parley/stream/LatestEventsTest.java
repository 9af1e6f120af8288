package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.history.DirectStore;
import dev.parley.history.DurableEvent;
import dev.parley.history.StoredMessage;
import dev.parley.history.UserName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatestEventsTest {

    private static final String ROOM = "room";
    private static final Instant SINCE = Instant.ofEpochMilli(1_000);

    private final List<DurableEvent> stored = new ArrayList<>();
    private boolean isRead;

    private List<DurableEvent> after(String roomId, long rev, int limit) {
        isRead = true;
        return stored.stream().filter(event -> event.rev() > rev).limit(limit).toList();
    }

    private StoredMessage message(long at) {
        long rev = stored.size() + 1;
        return new StoredMessage(
                new StoredMessage.Place("m" + rev, ROOM, rev, rev),
                new UserName("anna", "Anna"),
                new StoredMessage.Content("text", null, null, null),
                new StoredMessage.Status(at, null, false),
                List.of());
    }

    private void post(int number, long at) {
        for (int i = 0; i < number; i++) {
            stored.add(new DurableEvent.MessagePosted(message(at), "epoch"));
        }
    }

    private void edit(int number) {
        for (int i = 0; i < number; i++) {
            stored.add(new DurableEvent.MessageEdited(message(0), "epoch"));
        }
    }

    /** What one query reads of all rooms: the messages among the latest events. */
    private DirectStore.Recent recent() {
        List<DurableEvent> window =
                stored.stream()
                        .filter(event -> event.rev() > stored.size() - LatestEvents.MOST_AT_ONCE)
                        .filter(DurableEvent.MessagePosted.class::isInstance)
                        .toList();
        return new DirectStore.Recent(
                "epoch",
                stored.size(),
                earliest(window),
                window.stream().filter(event -> LateMessages.isSince(event, SINCE)).toList());
    }

    private static @Nullable Instant earliest(List<DurableEvent> window) {
        return window.stream()
                .map(event -> ((DurableEvent.MessagePosted) event).message())
                .map(message -> Instant.ofEpochMilli(message.createdAt()))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private long found() {
        return new LatestEvents(this::after)
                .since(ROOM, recent(), SINCE).stream()
                        .filter(event -> LateMessages.isSince(event, SINCE))
                        .count();
    }

    @Test
    void anEditAmongTheLatestEventsDoesNotHideOlderMessages() {
        post(10, 0);
        post(300, 2_000);
        edit(1);
        assertEquals(300, found());
    }

    @Test
    void editsAloneDoNotHideOlderMessages() {
        post(1, 0);
        post(1, 2_000);
        edit(LatestEvents.MOST_AT_ONCE);
        assertEquals(1, found());
    }

    @Test
    void aRoomWithManyMessagesIsReadByItself() {
        post(1, 0);
        post(LatestEvents.MOST_AT_ONCE + 50, 2_000);
        assertEquals(LatestEvents.MOST_AT_ONCE + 50, found());
    }

    @Test
    void aRoomWhoseLatestEventsReachBackFarEnoughIsNotReadAgain() {
        post(300, 0);
        post(20, 2_000);
        edit(5);
        assertEquals(20, found());
        assertEquals(false, isRead);
    }

    @Test
    void aShortRoomIsNotReadAgain() {
        post(LatestEvents.MOST_AT_ONCE - 5, 2_000);
        edit(5);
        assertEquals(LatestEvents.MOST_AT_ONCE - 5, found());
        assertEquals(false, isRead);
    }
}
