package dev.parley.engineio;

/** The layer above a connection: one Socket.IO client. Called by one thread at a time. */
public interface ConnectionListener {

    /**
     * The open packet has been sent, and messages may follow; called once, before all other
     * methods.
     */
    default void onOpen() {}

    /** A text message has arrived. */
    void onMessage(String text);

    /** A binary message has arrived. */
    void onBinary(byte[] data);

    /** A ping is about to be sent; called on any thread. */
    default void onPing() {}

    /** The client has received everything sent before the last ping. */
    default void onPong() {}

    /** The connection is closed; called once, after all other methods, on any thread. */
    void onClose();
}
