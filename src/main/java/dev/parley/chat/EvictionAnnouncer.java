package dev.parley.chat;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.gateway.ErrorReply;
import dev.parley.hub.Fanout;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.ServerEvent;
import dev.parley.room.LocalRooms;
import dev.parley.room.SeatLost;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Removes users from rooms in which they have lost their seats, and sends them the ROOM_FULL error.
 * Thread-safe.
 */
@ApplicationScoped
public class EvictionAnnouncer {

    @Inject private LocalRooms rooms;

    void lost(@Observes SeatLost seat) {
        rooms.stripe(seat.roomId())
                .execute(
                        () ->
                                Fanout.each(
                                        rooms.live(seat.roomId()).stream()
                                                .filter(s -> s.user().id().equals(seat.userId()))
                                                .toList(),
                                        socket -> evict(socket, seat.roomId())));
    }

    private void evict(LocalSocket socket, String roomId) {
        rooms.leave(roomId, socket, true);
        RefusedException full =
                new RefusedException(ErrorCode.ROOM_FULL, "Room is full: " + roomId);
        socket.emit(ServerEvent.ERROR.same(ErrorReply.body(full, "join_room")));
    }
}
