package dev.parley.stream;

import dev.parley.flow.Stripe;
import dev.parley.hub.LocalSocket;
import dev.parley.room.LocalRooms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** The members who hear the room, as it is on a node without a cluster. */
final class SimulatedRooms extends LocalRooms {

    private final Set<Member> members = new LinkedHashSet<>();
    private final SimulatedThreads threads;
    private final Runnable onEmptied;

    /**
     * @param onEmptied called when the last one has left
     */
    SimulatedRooms(SimulatedThreads threads, Runnable onEmptied) {
        this.threads = threads;
        this.onEmptied = onEmptied;
    }

    @Override
    public Stripe stripe(String roomId) {
        return threads.stripe;
    }

    @Override
    public Collection<LocalSocket> live(String roomId) {
        threads.requireTurn();
        return new ArrayList<>(members);
    }

    @Override
    public void vacate(String roomId) {
        new ArrayList<>(members).forEach(Member::vacate);
    }

    void enter(Member member) {
        members.add(member);
    }

    void leave(Member member) {
        members.remove(member);
        if (members.isEmpty()) {
            onEmptied.run();
        }
    }
}
