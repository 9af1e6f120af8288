package dev.parley.server;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Set;

/**
 * Joins the two parts of a WebSocket frame header that Open Liberty (26.0.0.3) has read in two
 * reads.
 *
 * <p>Liberty looks for the end of a frame in the buffers of its reads, the first one first ({@code
 * FrameReadProcessor.processNextBuffer}). If the header has used up the first buffer and the frame
 * is empty, Liberty takes the end of that buffer for the end of the frame, and the rest of the next
 * buffer for a part of it. All frames in it are lost: the client gets no answer, or the connection
 * is closed because of invalid text. Clients send empty frames to end a message in fragments, and
 * as keep-alive.
 *
 * <p>If an incomplete header waits for more bytes, this class puts it in front of the bytes that
 * have just been read, as if they had arrived together. Uses reflection like {@link
 * LibertyConnections}. Thread-safe.
 */
final class LibertyHeaders {

    /** The states of a frame whose header is incomplete. */
    private static final Set<String> IN_HEADER =
            Set.of("INIT", "FIND_16BIT_PAYLOAD_LENGTH", "FIND_64BIT_PAYLOAD_LENGTH", "FIND_MASK");

    private final Field context;
    private final Method read;
    private final Method replaceRead;
    private final Method bufferManager;
    private final Method wrap;
    private final Method state;
    private final Method bufferCount;
    private final Method bufferAt;
    private final Method reset;
    private final Method position;
    private final Method setPosition;
    private final Method limit;
    private final Method get;
    private final Method release;

    /**
     * Looks up Liberty's classes.
     *
     * @param link Liberty's class of connections
     * @param frame Liberty's class of frames that are being read
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyHeaders(Class<?> link, Class<?> frame) throws ReflectiveOperationException {
        context = PrivateFields.of(link, "tcpReadContext");
        read = context.getType().getMethod("getBuffer");
        Class<?> buffer = read.getReturnType();
        replaceRead = context.getType().getMethod("setBuffer", buffer);
        bufferManager = link.getMethod("getBufferManager");
        wrap = bufferManager.getReturnType().getMethod("wrap", byte[].class);
        state = frame.getMethod("getFrameState");
        bufferCount = frame.getMethod("getFrameBufferListSize");
        bufferAt = frame.getMethod("getBufferAtIndex", int.class);
        reset = frame.getMethod("reset", boolean.class);
        position = buffer.getMethod("position");
        setPosition = buffer.getMethod("position", int.class);
        limit = buffer.getMethod("limit");
        get = buffer.getMethod("get", byte[].class);
        release = buffer.getMethod("release");
    }

    /**
     * Joins the header of a frame with what has just been read. Must be called on the thread that
     * handles the read, before Liberty does.
     *
     * @param connection Liberty's connection
     * @param frame Liberty's frame that is being read
     */
    void join(Object connection, Object frame) throws ReflectiveOperationException {
        int count = (int) bufferCount.invoke(frame);
        if (count == 0 || !IN_HEADER.contains(state.invoke(frame).toString())) {
            return;
        }
        Object reads = context.get(connection);
        Object latest = read.invoke(reads);
        if (latest == null || (int) position.invoke(latest) == 0) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            Object earlier = bufferAt.invoke(frame, i);
            bytes.writeBytes(firstBytes(earlier, (int) limit.invoke(earlier)));
        }
        bytes.writeBytes(firstBytes(latest, (int) position.invoke(latest)));
        // Also releases the buffers of the frame, which begins again with the joined one.
        reset.invoke(frame, true);
        Object joined = wrap.invoke(bufferManager.invoke(connection), (Object) bytes.toByteArray());
        setPosition.invoke(joined, bytes.size());
        replaceRead.invoke(reads, joined);
        release.invoke(latest);
    }

    /** A frame begins at the beginning of a buffer: Liberty slices a buffer at the end of one. */
    private byte[] firstBytes(Object buffer, int count) throws ReflectiveOperationException {
        byte[] bytes = new byte[count];
        setPosition.invoke(buffer, 0);
        get.invoke(buffer, (Object) bytes);
        return bytes;
    }
}
