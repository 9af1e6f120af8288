package dev.parley.server;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;

/**
 * Writes response bodies asynchronously on Open Liberty. Liberty (26.0.0.3) writes synchronously
 * even if a {@code WriteListener} is set: {@code HttpOutputStreamEE7} has an asynchronous {@code
 * writeToBuffers}, but it is private, so {@code HttpOutputStreamImpl.write} calls its own, which
 * blocks. This class calls the asynchronous one.
 *
 * <p>It writes a body in one piece. Liberty flushes the piece once its buffer is full, so the
 * buffer gets the size of the body; a rest in the buffer would be written synchronously at the end
 * of the request. One write has one timeout ({@code writeTimeout}), which thereby limits the time
 * of the whole body.
 *
 * <p>Uses reflection, because applications do not see these classes. Thread-safe.
 */
final class LibertyWrites {

    private final Class<?> type;
    private final Field connection;
    private final Field context;
    private final Method setBufferSize;
    private final Method setWriteTimeout;
    private final Method isHttp2;
    private final Method writeToBuffers;

    /**
     * Looks up Liberty's classes.
     *
     * @param out the stream of any response
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyWrites(ServletOutputStream out) throws ReflectiveOperationException {
        type = out.getClass();
        connection = PrivateFields.of(type, "_httpOut");
        Class<?> stream = connection.getType();
        setBufferSize = stream.getMethod("setBufferSize", int.class);
        writeToBuffers =
                stream.getDeclaredMethod("writeToBuffers", byte[].class, int.class, int.class);
        writeToBuffers.setAccessible(true);
        context = PrivateFields.of(stream, "isc");
        setWriteTimeout = context.getType().getMethod("setWriteTimeout", int.class);
        isHttp2 = context.get(connection.get(out)).getClass().getMethod("isH2Connection");
    }

    /**
     * Returns whether a body can be written to this stream: it belongs to a response of Liberty,
     * and not to one of HTTP/2, which Liberty always writes synchronously.
     */
    boolean supports(ServletOutputStream out) throws ReflectiveOperationException {
        return type.isInstance(out) && !(boolean) isHttp2.invoke(context.get(connection.get(out)));
    }

    /** Begins to write a body; Liberty then calls the write listener. */
    void write(ServletOutputStream out, byte[] body, Duration timeout)
            throws IOException, ReflectiveOperationException {
        Object stream = connection.get(out);
        setWriteTimeout.invoke(context.get(stream), (int) timeout.toMillis());
        setBufferSize.invoke(stream, body.length);
        try {
            writeToBuffers.invoke(stream, body, 0, body.length);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
