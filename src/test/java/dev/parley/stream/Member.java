package dev.parley.stream;

import dev.parley.api.Handshake;
import dev.parley.flow.Ending;
import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Namespace;
import dev.parley.hub.Rendition;
import dev.parley.hub.TestSocket;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A client that comes and goes, and holds what it hears against what it has to hear: from the place
 * of its reading until it leaves each event once, in order.
 */
final class Member extends LocalSocket implements JoinListener<Position> {

    private final SimulatedRooms rooms;
    private final Function<Rendition, DurableEvent> events;
    private final Random random;
    private final Verdict verdict;

    private int joins;
    private boolean joining;
    private boolean begun;
    private boolean live;
    private boolean vacated;
    private boolean closed;
    private String epoch;
    private long position;

    /** The last places that were offered, by their epochs. */
    private final Map<String, Long> offered = new HashMap<>();

    /**
     * @param events what the renditions show
     */
    Member(
            String id,
            SimulatedRooms rooms,
            Function<Rendition, DurableEvent> events,
            Random random,
            Verdict verdict) {
        super(
                id,
                TestSocket.user(id),
                new Namespace("/chat", null),
                new Handshake(JsonValue.EMPTY_JSON_OBJECT, Map.of(), "here", Instant.EPOCH),
                Optional.empty());
        this.rooms = rooms;
        this.events = events;
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
            if (!live) {
                offered.clear();
            }
        }
    }

    @Override
    public boolean onPosition(Position reading, List<DurableEvent> since) {
        verdict.require(joining, this + " joined once and is told twice");
        long place = reading.rev();
        for (DurableEvent event : since) {
            place++;
            require(event, reading.epoch(), place, "is told");
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
            enter(reading.epoch(), place);
        }
        // Otherwise the room is full.
        if (chance == 5) {
            throw new SimulatedFailure();
        }
        return true;
    }

    private void require(DurableEvent event, String ofEpoch, long rev, String how) {
        verdict.require(
                event.epoch().equals(ofEpoch) && event.rev() == rev,
                this + " " + how + " " + event.rev() + " and not " + rev);
    }

    private void enter(String ofEpoch, long place) {
        if (live) {
            verdict.require(
                    place == position && ofEpoch.equals(epoch),
                    this + " is at " + position + ", told " + place);
        } else {
            live = true;
            vacated = false;
            closed = false;
            epoch = ofEpoch;
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
    public long pendingBytes() {
        return 0;
    }

    @Override
    public void emit(Rendition rendition) {
        position++;
        require(events.apply(rendition), epoch, position, "hears");
    }

    void leave() {
        if (live) {
            live = false;
            vacated = false;
            rooms.leave(this);
        }
    }

    /** Somebody else takes it out of the room. */
    void vacate() {
        leave();
        vacated = true;
    }

    /** An event was offered to the room. */
    void offered(DurableEvent event) {
        if (live || joining && begun) {
            offered.merge(event.epoch(), event.rev(), Math::max);
        }
    }

    boolean isLive() {
        return live;
    }

    boolean isJoining() {
        return joining && begun;
    }

    /** With nothing under way any more. */
    void requireAllThatWasOffered() {
        verdict.require(!joining, this + " joins without end");
        verdict.require(
                !live || position >= offered.getOrDefault(epoch, 0L),
                this + " is at " + position + " though " + offered + " was offered");
    }

    void requireAllUpTo(Position last) {
        verdict.require(
                position == last.rev() && epoch.equals(last.epoch()),
                this + " is at " + position + " and not at " + last.rev());
    }

    /** Who hears the room no more, and did not leave, was told so. */
    void requireAnEnd() {
        verdict.require(live || !vacated || closed, this + " is out of the room and does not know");
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
        closed = true;
    }

    @Override
    public String toString() {
        return id();
    }
}
