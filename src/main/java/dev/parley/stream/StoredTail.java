package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.history.RoomEventStore;
import dev.parley.history.RoomStore;
import dev.parley.history.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Reads streams from the database, each time in its own transaction. Thread-safe; blocks. */
@ApplicationScoped
class StoredTail implements Tail {

    @Inject private Transactions transactions;
    @Inject private RoomStore rooms;
    @Inject private RoomEventStore events;

    @Override
    public List<DurableEvent> after(String roomId, long rev, int limit) {
        return transactions.call(() -> read(roomId, rev, limit));
    }

    private List<DurableEvent> read(String roomId, long rev, int limit) {
        return rooms.find(roomId).map(room -> events.after(room, rev, limit)).orElse(List.of());
    }
}
