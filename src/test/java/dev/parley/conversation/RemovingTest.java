package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.User;
import dev.parley.flow.ExecutorStripe;
import dev.parley.flow.ManualClock;
import dev.parley.flow.Stripe;
import dev.parley.history.DurableEvent;
import dev.parley.history.RoomEventStore;
import dev.parley.history.RoomInfo;
import dev.parley.history.RoomRemoval;
import dev.parley.history.Transactions;
import dev.parley.history.Visibility;
import dev.parley.room.LocalRooms;
import dev.parley.stream.FeedRelay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RemovingTest {

    private static final User ADMIN =
            new User("root", "root", Set.of(User.ADMIN), Instant.EPOCH, Instant.MAX, false);

    private DurableEvent.RoomClosed closed;
    private int parts = 3;

    /** What the other nodes answer, one after the other. */
    private final Deque<Boolean> answers = new ArrayDeque<>();

    private final List<DurableEvent> told = new ArrayList<>();

    private final RoomEventStore events =
            new RoomEventStore() {
                @Override
                public Optional<RoomInfo> lock(String roomId) {
                    return parts == 0 ? Optional.empty() : Optional.of(room(roomId));
                }

                @Override
                public DurableEvent.RoomClosed close(RoomInfo room, String by, long now) {
                    closed = new DurableEvent.RoomClosed(room.id(), room.epoch(), 1, by);
                    return closed;
                }

                @Override
                public Optional<DurableEvent.RoomClosed> closing(RoomInfo room) {
                    return Optional.ofNullable(closed);
                }
            };

    private final FeedRelay relay =
            new FeedRelay() {
                @Override
                public CompletionStage<Boolean> committedEverywhere(
                        DurableEvent event, Duration patience) {
                    told.add(event);
                    return CompletableFuture.completedFuture(answers.remove());
                }
            };

    private final LocalRooms localRooms =
            new LocalRooms() {
                @Override
                public Stripe stripe(String roomId) {
                    return ExecutorStripe.of(Runnable::run);
                }
            };

    private final RoomRights rights =
            new RoomRights() {
                @Override
                boolean isOwner(RoomInfo room, User user) {
                    return user.hasRole(User.ADMIN);
                }
            };

    private final RoomRemoval removal =
            new RoomRemoval() {
                @Override
                public boolean removeSome(String roomId) {
                    parts--;
                    return parts > 0;
                }
            };

    private final Database database =
            new Database(
                    Runnable::run,
                    Runnable::run,
                    new ManualClock().timers(),
                    new Transactions(null, () -> 0) {
                        @Override
                        public <T> T call(Supplier<T> work) {
                            return work.get();
                        }
                    });

    private final Removing removing =
            new Removing(
                    new Closing(events, rights, relay, localRooms, database), removal, database);

    private RoomInfo room(String id) {
        return new RoomInfo(id, id, null, Visibility.PUBLIC, 0, "e", 0, 1, closed != null);
    }

    private ErrorCode refusal() {
        CompletableFuture<Void> removed = removing.remove(ADMIN, "r").toCompletableFuture();
        Throwable failure = assertThrows(CompletionException.class, removed::join);
        return assertInstanceOf(RefusedException.class, failure.getCause()).code();
    }

    @Test
    void aRoomIsRemovedInPartsOnceAllNodesHaveConfirmedThatItIsClosed() {
        answers.add(true);
        removing.remove(ADMIN, "r").toCompletableFuture().join();
        assertEquals(0, parts);
        assertEquals(ErrorCode.ROOM_NOT_FOUND, refusal());
    }

    @Test
    void aRoomThatIsClosedIsNotRemovedBeforeAllNodesHaveConfirmedIt() {
        answers.addAll(List.of(false, false, true));
        assertEquals(ErrorCode.UNAVAILABLE, refusal());
        assertEquals(ErrorCode.UNAVAILABLE, refusal());
        assertEquals(3, parts);
        removing.remove(ADMIN, "r").toCompletableFuture().join();
        assertEquals(0, parts);
        assertEquals(List.of(closed, closed, closed), told);
    }

    @Test
    void onlyAnAdminMayRemoveARoom() {
        User anna = new User("anna", "anna", Set.of(), Instant.EPOCH, Instant.MAX, false);
        RefusedException refusal =
                assertThrows(RefusedException.class, () -> removing.remove(anna, "r"));
        assertEquals(ErrorCode.ACCESS_DENIED, refusal.code());
        assertEquals(List.of(), told);
    }
}
