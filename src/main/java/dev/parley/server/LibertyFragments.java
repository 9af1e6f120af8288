package dev.parley.server;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins the complete fragments of a message that is received whole and whose end has not arrived,
 * on Open Liberty (26.0.0.3). Liberty would keep each fragment in the buffer of 8 KiB into which it
 * was read. Afterwards Liberty has one fragment, in an array that grows with the message.
 *
 * <p>Uses reflection like {@link LibertyConnections}. Thread-safe.
 */
final class LibertyFragments {

    private static final int LEAST_CAPACITY = 1_024;
    private static final byte[] NONE = {};

    private final Field frames;
    private final Field frameCount;
    private final Method bufferManager;
    private final Method wrap;
    private final Method bufferCount;
    private final Method bufferAt;
    private final Method buffers;
    private final Field setBufferCount;
    private final Field state;
    private final Method reset;
    private final Method remaining;
    private final Method get;

    /** The joined fragments of one connection. Not thread-safe. */
    static final class Message {
        private byte[] bytes = NONE;
        private int length;

        /** Liberty's buffer of the bytes so far. */
        private @Nullable Object joined;

        private byte[] grownBy(int count) {
            if (length + count > bytes.length) {
                int doubled = Math.max(LEAST_CAPACITY, 2 * bytes.length);
                bytes = Arrays.copyOf(bytes, Math.max(length + count, doubled));
            }
            return bytes;
        }

        private void clear() {
            bytes = NONE;
            length = 0;
            joined = null;
        }
    }

    /**
     * Looks up Liberty's classes.
     *
     * @param link Liberty's class of connections
     * @param reader Liberty's class that reads messages
     * @param frame Liberty's class of frames that are being read
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyFragments(Class<?> link, Class<?> reader, Class<?> frame)
            throws ReflectiveOperationException {
        frames = PrivateFields.of(reader, "fpList");
        frameCount = PrivateFields.of(reader, "countOfIOFrames");
        bufferManager = link.getMethod("getBufferManager");
        wrap = bufferManager.getReturnType().getMethod("wrap", byte[].class, int.class, int.class);
        bufferCount = frame.getMethod("getFrameBufferListSize");
        bufferAt = frame.getMethod("getBufferAtIndex", int.class);
        buffers = frame.getMethod("getFrameBuffers");
        setBufferCount = PrivateFields.of(frame, "countOfBuffers");
        state = PrivateFields.of(frame, "frameState");
        reset = frame.getMethod("reset", boolean.class);
        Class<?> buffer = bufferAt.getReturnType();
        remaining = buffer.getMethod("remaining");
        get = buffer.getMethod("get", byte[].class, int.class, int.class);
    }

    /**
     * Joins the fragments that are complete. Must be called on the thread that handles a read,
     * before Liberty does.
     *
     * @param connection Liberty's connection
     * @param reader Liberty's reader of messages
     * @param message what this method has joined for this connection
     * @return the number of bytes in the complete fragments
     */
    int join(Object connection, Object reader, Message message)
            throws ReflectiveOperationException {
        int complete = frameCount.getInt(reader);
        if (complete == 0) {
            message.clear();
            return 0;
        }
        Object kept = frames.get(reader);
        Object first = Array.get(kept, 0);
        boolean goesOn =
                message.joined != null
                        && (int) bufferCount.invoke(first) == 1
                        && bufferAt.invoke(first, 0) == message.joined;
        if (!goesOn) {
            message.clear();
        } else if (complete == 1) {
            return message.length;
        }
        for (int i = goesOn ? 1 : 0; i < complete; i++) {
            append(Array.get(kept, i), message);
        }
        Object isComplete = state.get(first);
        for (int i = 0; i < complete; i++) {
            reset.invoke(Array.get(kept, i), true);
        }
        message.joined =
                wrap.invoke(bufferManager.invoke(connection), message.bytes, 0, message.length);
        Array.set(buffers.invoke(first), 0, message.joined);
        setBufferCount.setInt(first, 1);
        state.set(first, isComplete);
        frameCount.setInt(reader, 1);
        return message.length;
    }

    private void append(Object frame, Message message) throws ReflectiveOperationException {
        int count = (int) bufferCount.invoke(frame);
        for (int i = 0; i < count; i++) {
            Object buffer = bufferAt.invoke(frame, i);
            int bytes = (int) remaining.invoke(buffer);
            get.invoke(buffer, message.grownBy(bytes), message.length, bytes);
            message.length += bytes;
        }
    }
}
