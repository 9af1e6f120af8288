package dev.parley.engineio;

/** What lives above a connection: one Socket.IO client. Called by one thread at a time. */
public interface ConnectionListener {

    /** The client has been told its id, and may be sent messages; called once, first. */
    default void onOpen() {}

    /** A text message has come. */
    void onMessage(String text);

    /** A binary message has come. */
    void onBinary(byte[] data);

    /** A ping is about to be sent; on any thread. */
    default void onPing() {}

    /** The client has got what was sent before the last ping. */
    default void onPong() {}

    /** The connection is over; called once, last, on any thread. */
    void onClose();
}
