package dev.parley.history;

/** Another transaction held a lock of a room for longer than the patience allows. */
class RoomLockedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String roomId;

    RoomLockedException(String roomId, Throwable cause) {
        super("Another transaction has locked room " + roomId, cause);
        this.roomId = roomId;
    }

    String roomId() {
        return roomId;
    }
}
