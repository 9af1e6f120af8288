package dev.parley.stream;

import dev.parley.history.DurableEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A join in progress. Reads the room, finds the position in its stream that matches the reading,
 * and reads again if the stream no longer holds the events since then. The constructor and all
 * methods except {@link #read} run on the room's stripe.
 */
final class RoomJoin<S> {

    private static final Logger LOG = Logger.getLogger(RoomJoin.class.getName());

    private final RoomFeed feed;
    private final String roomId;
    private final Supplier<S> read;
    private final Function<S, Position> place;
    private final JoinListener<S> who;
    private RoomStream stream;

    RoomJoin(
            RoomFeed feed,
            String roomId,
            Supplier<S> read,
            Function<S, Position> place,
            JoinListener<S> who) {
        this.feed = feed;
        this.roomId = roomId;
        this.read = read;
        this.place = place;
        this.who = who;
        // Open from here on, so no later commit is missed.
        this.stream = feed.open(roomId);
    }

    /** Starts the join. */
    void begin() {
        stream.joining++;
        readAgain();
    }

    private void beginAgain() {
        stream = feed.open(roomId);
        begin();
    }

    private void readAgain() {
        try {
            feed.readers().execute(this::read);
        } catch (RejectedExecutionException e) {
            fail(e);
        }
    }

    private void read() {
        try {
            S reading = read.get();
            feed.stripe(roomId).execute(() -> arrive(reading));
        } catch (RuntimeException | Error e) {
            feed.stripe(roomId).execute(() -> fail(e));
        }
    }

    private void arrive(S reading) {
        Position position = place.apply(reading);
        if (stream.isPlaced() && !stream.isAt(position.epoch())) {
            feed.lost(roomId, stream);
        }
        if (isLost()) {
            beginAgain();
            return;
        }
        if (!stream.isPlaced()) {
            stream.place(position);
        }
        // The reading may be ahead of the stream; pending events must not be delivered twice.
        stream.whenAt(position.rev(), () -> stand(reading, position.rev()));
        feed.watchGap(roomId, stream);
    }

    /** Whether the room has another stream by now, or none: this stream gets no more events. */
    private boolean isLost() {
        return !feed.isOpen(roomId, stream);
    }

    private void stand(S reading, long rev) {
        if (isLost()) {
            beginAgain();
            return;
        }
        Optional<List<DurableEvent>> since = stream.since(rev);
        if (since.isPresent() && isOver(reading, since.get())) {
            close();
        } else {
            readAgain();
        }
    }

    private boolean isOver(S reading, List<DurableEvent> since) {
        try {
            return who.onPosition(reading, since);
        } catch (RuntimeException | Error e) {
            logFailure(e);
            return true;
        }
    }

    private void fail(Throwable failure) {
        try {
            who.onFailure(failure);
        } catch (RuntimeException | Error e) {
            logFailure(e);
        }
        close();
    }

    /** Logs the failure without rethrowing it: the stream that called this join must continue. */
    private void logFailure(Throwable failure) {
        LOG.log(Level.SEVERE, "A join ended with an error", failure);
    }

    private void close() {
        stream.joining--;
        feed.dropLater(roomId, stream);
    }
}
