package dev.parley.bench.client;

/**
 * The callbacks of a {@link ChatClient}, on the loop's thread. Byte arrays are valid only during
 * the call; {@code now} is the {@link System#nanoTime} at which they were read.
 */
public interface ChatEvents {

    /** The client is in the namespace. */
    void onReady(ChatClient client, long now);

    /** A {@code new_message}; the bytes are its arguments. */
    void onMessage(ChatClient client, byte[] bytes, int from, int to, long now);

    /** The answer to the event that was sent with this id. */
    void onAck(ChatClient client, int id, byte[] bytes, int from, int to, long now);

    /** Any other event: presence, the greeting. */
    default void onOtherEvent(ChatClient client) {}

    /** The connection has ended, whoever ended it. */
    void onClosed(ChatClient client, String why);
}
