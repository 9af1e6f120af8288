package dev.parley.conversation;

import dev.parley.hub.LocalSocket;
import dev.parley.room.Seats;

/**
 * A join in progress. Immutable.
 *
 * @param resume where the client left off
 * @param seat the seat that the user needs in a room with limited capacity
 */
record JoinAttempt(LocalSocket socket, String roomId, Joining.Resume resume, Seats.Attempt seat) {

    PageReader.Reader reader() {
        return PageReader.Reader.of(socket);
    }

    String userId() {
        return socket.user().id();
    }
}
