package dev.parley.stream;

import dev.parley.history.DurableEvent;
import dev.parley.room.LocalRooms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Delivers messages of a direct room that other nodes committed just before the first event that
 * this node received: their notification may be slower than that event, or was lost with its node.
 * Thread-safe.
 */
final class DirectPast {

    private final LocalRooms rooms;
    private final Executor readers;
    private final Tail tail;
    private final InstantSource wall;
    private final Duration recent;
    private final BooleanSupplier others;

    /**
     * @param wall the clock of the messages' timestamps
     * @param recent the age up to which messages are delivered
     * @param others whether there are other nodes
     */
    DirectPast(
            LocalRooms rooms,
            Executor readers,
            Tail tail,
            InstantSource wall,
            Duration recent,
            BooleanSupplier others) {
        this.rooms = rooms;
        this.readers = readers;
        this.tail = tail;
        this.wall = wall;
        this.recent = recent;
        this.others = others;
    }

    /**
     * Reads the messages before the first event of a new stream, if other nodes may have committed
     * some. Meanwhile the stream holds its offers. Called on the room's stripe.
     *
     * @param limit the maximum number of events to read
     * @param isCurrent whether the room still has this stream; called on the room's stripe
     * @param again receives the held offers, on the room's stripe
     */
    void deliver(
            String roomId,
            DirectStream stream,
            int limit,
            BooleanSupplier isCurrent,
            Consumer<DirectStream.Offer> again) {
        if (stream.first() == 1 || !others.getAsBoolean()) {
            return;
        }
        stream.hold();
        stream.filling = true;
        long from = Math.max(0, stream.first() - 1 - limit);
        int count = (int) (stream.first() - 1 - from);
        try {
            readers.execute(
                    () -> {
                        List<DurableEvent> before = tail.after(roomId, from, count);
                        rooms.stripe(roomId).execute(() -> take(stream, before, isCurrent, again));
                    });
        } catch (RejectedExecutionException e) {
            stream.release();
            stream.filling = false;
        }
    }

    private void take(
            DirectStream stream,
            List<DurableEvent> before,
            BooleanSupplier isCurrent,
            Consumer<DirectStream.Offer> again) {
        List<DirectStream.Offer> held = stream.release();
        stream.filling = false;
        if (isCurrent.getAsBoolean()) {
            Instant since = wall.instant().minus(recent);
            before.stream()
                    .filter(event -> LateMessages.isSince(event, since))
                    .forEach(event -> stream.deliverLate(event, LateMessages.receivers(event)));
            held.forEach(again);
        }
    }
}
