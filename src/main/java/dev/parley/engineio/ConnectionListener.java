package dev.parley.engineio;

/** What lives above a connection: one Socket.IO client. Called by one thread at a time. */
public interface ConnectionListener {

    /** A text message has come. */
    void onMessage(String text);

    /** A binary message has come; {@code size} is its length in bytes. */
    void onBinary(int size);

    /** The connection is over; called once, last. */
    void onClose();
}
