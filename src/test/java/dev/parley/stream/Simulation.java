package dev.parley.stream;

import dev.parley.api.Event;
import dev.parley.history.DurableEvent;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Rendition;
import dev.parley.room.RoomEmptied;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A room on one node, with a database, other threads and clients, in which all that may come in any
 * order comes in a random one. The same seed is the same run.
 *
 * <p>Events are offered late, early, twice, or never; clients come and go; the database fails, the
 * readers are busy, time passes. The sender of an event that nobody offered may repeat it, and
 * learns how far the room is. In some runs heads are swept, and another room may take the place of
 * the first. In the end everything comes to rest, and everybody has to have everything that can be
 * known: without a sweep, all up to the last event that was offered.
 */
final class Simulation {

    private static final int STEPS = 800;
    private static final int STEPS_ALIKE = 50;
    private static final int MOST_EVENTS = 1_500;
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /**
     * Some weigh little, of some a few hundred or a few fill the memory, one is too much for it.
     */
    private static final List<String> TEXTS =
            IntStream.of(0, 0, 0, 700, 5_000, 40_000, 140_000).mapToObj("x"::repeat).toList();

    private final Verdict verdict = new Verdict();
    private final Random random;
    private final SimulatedThreads threads;
    private final SimulatedStore store;
    private final SimulatedRooms rooms;
    private final RoomFeed feed;
    private final List<Member> members;
    private final Map<Rendition, DurableEvent> events = new IdentityHashMap<>();

    /** What nodes want to offer; each event some times. */
    private final List<DurableEvent> offers = new ArrayList<>();

    /** What nobody offers, until its sender repeats it. */
    private final List<DurableEvent> unoffered = new ArrayList<>();

    private final List<Runnable> actions = new ArrayList<>();
    private final double loss;
    private final double disorder;
    private final int heaviest;

    /** Whether heads are swept, so that nothing stays lost, and the room may be replaced. */
    private final boolean clustered;

    private MemoryCheck memory;

    private Simulation(long seed) {
        random = new Random(seed);
        threads = new SimulatedThreads(random, verdict, this::stream, this::check);
        store = new SimulatedStore(threads::fills);
        rooms = new SimulatedRooms(threads, this::emptied);
        feed =
                new RoomFeed(
                        rooms,
                        threads.readers,
                        threads.clock.timers(),
                        store,
                        (RoomDelivery) this::renditions,
                        random::nextLong);
        members =
                IntStream.rangeClosed(1, 1 + random.nextInt(1 + random.nextInt(4)))
                        .mapToObj(
                                i -> new Member("member " + i, rooms, events::get, random, verdict))
                        .toList();
        loss = List.of(0.0, 0.1, 0.5, 0.97).get(random.nextInt(4));
        disorder = random.nextInt(3) / 2.0;
        heaviest = 1 + random.nextInt(TEXTS.size());
        clustered = random.nextInt(3) == 0;
    }

    /** What happens often now and what does not, until the next change. */
    private void change() {
        actions.clear();
        may(12, this::commit);
        may(12, this::offer);
        may(2, this::repeat);
        may(12, threads::turn);
        may(12, threads::read);
        may(12, threads::arrive);
        may(12, () -> pass(Duration.ofMillis(random.nextInt(30))));
        may(3, () -> pass(Duration.ofMillis(random.nextInt(2_000))));
        may(3, () -> pass(Duration.ofSeconds(random.nextInt(32))));
        may(3, () -> member().join(feed, store));
        may(3, () -> leave(member()));
        may(2, () -> store.away = random.nextBoolean());
        may(2, () -> threads.crowded = random.nextBoolean());
        may(1, this::burst);
        may(1, this::desert);
        may(2, this::letAllOffersCome);
        if (clustered) {
            may(3, this::sweep);
            may(1, this::replace);
        }
    }

    private void may(int often, Runnable action) {
        actions.addAll(Collections.nCopies(random.nextInt(1 + often), action));
    }

    /** What went wrong in the run of a seed; empty if all is well. */
    static Optional<String> violation(long seed) {
        return new Simulation(seed).run();
    }

    private Optional<String> run() {
        for (int i = 0; i < STEPS && verdict.isGood(); i++) {
            if (i % STEPS_ALIKE == 0) {
                change();
            }
            actions.get(random.nextInt(actions.size())).run();
        }
        comeToRest();
        members.forEach(Member::requireAllThatWasOffered);
        members.forEach(Member::requireAnEnd);
        end();
        return verdict.violation();
    }

    /** Whoever is in the room hears its last event, which nobody may miss; then all leave. */
    private void end() {
        List<Member> present = members.stream().filter(Member::isLive).toList();
        DurableEvent last = random.nextInt(4) == 0 ? store.close() : store.commit("");
        if (!clustered) {
            offer(last);
        }
        comeToRest();
        present.forEach(member -> member.requireAllUpTo(store.head()));
        members.forEach(this::leave);
        comeToRest();
        verdict.require(feed.streams.isEmpty(), "a room that nobody hears has a stream");
    }

    private void comeToRest() {
        store.away = false;
        threads.crowded = false;
        letAllOffersCome();
        if (clustered) {
            // A late reading of another room may come after a sweep, but not after all of them.
            for (int i = 0; i < 3; i++) {
                sweep();
                work(Duration.ofMinutes(1));
            }
            sweep();
        }
        work(LONGEST_REST);
        verdict.require(!areBusy() && !threads.areWaiting(), "the room comes to no rest");
    }

    /** Does what is to be done, until nothing is or the time is over. */
    private void work(Duration most) {
        Instant end = threads.clock.instant().plus(most);
        while (verdict.isGood()
                && (areBusy() || threads.areWaiting())
                && threads.clock.instant().isBefore(end)) {
            pass(Duration.ofMillis(500));
        }
    }

    private void sweep() {
        if (!threads.crowded) {
            threads.readers.execute(this::readHead);
        }
    }

    private void readHead() {
        if (!store.away) {
            Position head = store.head();
            threads.stripe.execute(() -> feed.know(SimulatedStore.ROOM, head));
        }
    }

    private void replace() {
        if (random.nextInt(4) == 0) {
            store.replace();
        }
    }

    private boolean areBusy() {
        for (int i = 0; i < 10_000 && threads.areBusy(); i++) {
            threads.arrive();
            threads.read();
            threads.turn();
        }
        return threads.areBusy();
    }

    private void pass(Duration time) {
        threads.clock.advance(time);
    }

    private void commit() {
        if (!store.away && store.last() < MOST_EVENTS) {
            DurableEvent event = store.commit(TEXTS.get(random.nextInt(heaviest)));
            if (random.nextDouble() >= loss) {
                offers.addAll(Collections.nCopies(random.nextInt(8) == 0 ? 2 : 1, event));
            } else {
                unoffered.add(event);
            }
        }
    }

    private void burst() {
        for (int i = random.nextInt(2 + random.nextInt(600)); i >= 0; i--) {
            commit();
        }
    }

    /** All leave, and nobody comes for so long that the room needs no stream any more. */
    private void desert() {
        members.forEach(this::leave);
        for (int i = 0; i < 3; i++) {
            threads.turns();
            pass(Duration.ofSeconds(15));
        }
    }

    private void offer() {
        if (!offers.isEmpty()) {
            boolean any = random.nextDouble() < disorder;
            offer(offers.remove(any ? random.nextInt(offers.size()) : 0));
        }
    }

    private void offer(DurableEvent event) {
        threads.stripe.execute(
                () -> {
                    feed.offer(event);
                    members.forEach(member -> member.offered(event));
                });
    }

    private void repeat() {
        if (!unoffered.isEmpty()) {
            DurableEvent event = unoffered.remove(random.nextInt(unoffered.size()));
            if (event.epoch().equals(store.head().epoch())) {
                threads.stripe.execute(() -> learn(event));
            }
        }
    }

    /** The position is that of the event: what follows it may not be committed when it is read. */
    private void learn(DurableEvent event) {
        feed.know(SimulatedStore.ROOM, new Position(event.epoch(), event.rev()));
        members.forEach(member -> member.offered(event));
    }

    private void letAllOffersCome() {
        while (!offers.isEmpty()) {
            offer();
        }
    }

    private Member member() {
        return members.get(random.nextInt(members.size()));
    }

    private void leave(Member member) {
        threads.stripe.execute(member::leave);
    }

    private void emptied() {
        feed.abandoned(new RoomEmptied(SimulatedStore.ROOM));
    }

    private Function<LocalSocket, Rendition> renditions(DurableEvent event) {
        Rendition all = new Rendition(Event.same("event", event));
        events.put(all, event);
        return socket -> all;
    }

    private RoomStream stream() {
        return feed.streams.get(SimulatedStore.ROOM);
    }

    private void check() {
        verdict.require(
                feed.isUsed(SimulatedStore.ROOM)
                        || members.stream().noneMatch(Member::isLive)
                                && (clustered || members.stream().noneMatch(Member::isJoining)),
                "a room that somebody hears or joins has no stream");
        RoomStream stream = stream();
        if (stream != null) {
            if (memory == null || !memory.isOf(stream)) {
                memory = new MemoryCheck(stream, store, verdict);
            }
            memory.check();
        }
    }
}
