package dev.parley.stream;

import dev.parley.flow.Ending;
import dev.parley.history.DurableEvent;
import dev.parley.hub.Handshake;
import dev.parley.hub.Namespace;
import dev.parley.hub.Rendition;
import dev.parley.hub.Socket;
import dev.parley.hub.TestSocket;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A client that comes and goes, and holds what it hears against what it has to hear: from the place
 * of its reading until it leaves each event once, in order.
 */
final class Member extends Socket implements JoinListener<Position> {

    private final SimulatedRooms rooms;
    private final ToLongFunction<Rendition> revs;
    private final Random random;
    private final Verdict verdict;

    private int joins;
    private boolean joining;
    private boolean begun;
    private boolean live;
    private long position;
    private long offered;

    /**
     * @param revs the places of the events that are sent
     */
    Member(
            String id,
            SimulatedRooms rooms,
            ToLongFunction<Rendition> revs,
            Random random,
            Verdict verdict) {
        super(
                id,
                TestSocket.user(id),
                new Namespace("/chat", null),
                new Handshake(JsonValue.EMPTY_JSON_OBJECT, Map.of(), "here", Instant.EPOCH),
                Optional.empty());
        this.rooms = rooms;
        this.revs = revs;
        this.random = random;
        this.verdict = verdict;
    }

    /** Joins; who is in may do so, too. One join at a time: it is a barrier. */
    void join(RoomFeed feed, SimulatedStore store) {
        if (!joining) {
            joining = true;
            begun = false;
            feed.join(SimulatedStore.ROOM, store::read, Function.identity(), this);
            int join = ++joins;
            rooms.stripe(SimulatedStore.ROOM).execute(() -> begin(join));
        }
    }

    /** From here on nothing that is offered may be lost. */
    private void begin(int join) {
        if (joining && join == joins) {
            begun = true;
            offered = live ? offered : 0;
        }
    }

    @Override
    public boolean onPosition(Position reading, List<DurableEvent> since) {
        verdict.require(joining, this + " joined once and is told twice");
        long place = reading.rev();
        for (DurableEvent event : since) {
            place++;
            verdict.require(
                    event.rev() == place, this + " is told " + event.rev() + " for " + place);
        }
        int chance = random.nextInt(40);
        if (chance < 2) {
            return false; // The events tell too little.
        }
        joining = false;
        if (chance == 2) {
            throw new SimulatedFailure();
        }
        if (chance > 4) {
            enter(place);
        }
        // Otherwise the room is full.
        if (chance == 5) {
            throw new SimulatedFailure();
        }
        return true;
    }

    private void enter(long place) {
        if (live) {
            verdict.require(place == position, this + " is at " + position + ", told " + place);
        } else {
            live = true;
            position = place;
            rooms.enter(this);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        verdict.require(joining, this + " joined once and is told twice");
        joining = false;
        if (random.nextInt(10) == 0) {
            throw new SimulatedFailure();
        }
    }

    @Override
    public void emit(Rendition rendition) {
        long rev = revs.applyAsLong(rendition);
        verdict.require(rev == position + 1, this + " hears " + rev + " after " + position);
        position = rev;
    }

    void leave() {
        if (live) {
            live = false;
            rooms.leave(this);
        }
    }

    /** An event was offered to the room. */
    void offered(long rev) {
        if (live || joining && begun) {
            offered = Math.max(offered, rev);
        }
    }

    boolean isLive() {
        return live;
    }

    boolean needsTheRoom() {
        return live || joining && begun;
    }

    /** With nothing under way any more. */
    void requireAllThatWasOffered() {
        verdict.require(!joining, this + " joins without end");
        verdict.require(
                !live || position >= offered,
                this + " is at " + position + " though " + offered + " was offered");
    }

    void requireAllUpTo(long last) {
        verdict.require(position == last, this + " is at " + position + " and not at " + last);
    }

    @Override
    public CompletionStage<JsonArray> emitWithAck(Rendition rendition, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void disconnect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(Ending ending) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return id();
    }
}
