package dev.parley.history;

/** Somebody else has locked what is needed of a room, for longer than one may wait. */
class RoomLockedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String roomId;

    RoomLockedException(String roomId, Throwable cause) {
        super("Somebody has locked the room " + roomId, cause);
        this.roomId = roomId;
    }

    String roomId() {
        return roomId;
    }
}
