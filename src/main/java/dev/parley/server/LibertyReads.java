package dev.parley.server;

import jakarta.websocket.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits the memory that incomplete WebSocket messages occupy on Open Liberty (26.0.0.3).
 *
 * <p>Liberty checks the declared length of each frame ({@code MessageReader}), but not the total
 * length of the fragments of a message. It also keeps each piece of a frame, and each fragment of a
 * text, in the buffer of 8 KiB into which it read the piece ({@code FrameReadProcessor}), so a
 * client that sends byte by byte would occupy about eight thousand times the memory.
 *
 * <p>Liberty handles each read on the executor of the connection, if there is one. This class sets
 * an executor that measures the incomplete message, on the thread of the read, and lowers the
 * session's limit for the next frame. If a frame exceeds the limit, Liberty closes the connection
 * with 1009. {@link LibertyFragments} joins complete fragments, so that they occupy what they
 * contain, and {@link LibertyHeaders} joins the parts of a header.
 *
 * <p>Uses reflection like {@link LibertyConnections}. Thread-safe.
 */
final class LibertyReads {

    private static final Logger LOG = Logger.getLogger(LibertyReads.class.getName());

    /** A limit that every frame exceeds; -1 would mean no limit. */
    private static final int NOTHING = -2;

    /** A control frame between two fragments must not exceed the limit. */
    private static final int MAX_CONTROL_BYTES = 125;

    private static final int FEW_BUFFERS = 64;

    /** Even a slow network delivers more bytes at once, except at the end of a frame. */
    private static final int LEAST_BYTES_OF_A_BUFFER = 256;

    private final LibertyTasks tasks;
    private final Field linkRead;
    private final Field messageReader;
    private final Field frame;
    private final Method bufferCount;
    private final LibertyHeaders headers;
    private final LibertyFragments fragments;

    /**
     * Looks up Liberty's classes.
     *
     * @param webSockets the class loader of Liberty's WebSocket feature
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyReads(ClassLoader webSockets) throws ReflectiveOperationException {
        Class<?> link = LibertyTasks.link(webSockets);
        tasks = new LibertyTasks(link);
        linkRead = PrivateFields.of(link, "linkRead");
        messageReader = PrivateFields.of(linkRead.getType(), "messageReader");
        frame = PrivateFields.of(messageReader.getType(), "frameProcessor");
        bufferCount = frame.getType().getMethod("getFrameBufferListSize");
        headers = new LibertyHeaders(link, frame.getType());
        fragments = new LibertyFragments(link, messageReader.getType(), frame.getType());
    }

    /**
     * Limits the messages of a session to its maximum buffer sizes.
     *
     * @param connection Liberty's connection of the session
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    void bound(Object connection, Session session) throws ReflectiveOperationException {
        Object reader = messageReader.get(linkRead.get(connection));
        tasks.pass(connection, next -> new Reading(connection, reader, session, next));
    }

    /** Runs the tasks that handle the reads of one connection. Liberty runs them one at a time. */
    private final class Reading implements Executor {

        private final Object connection;
        private final Object reader;
        private final Session session;
        private final Executor next;
        private final LibertyFragments.Message message = new LibertyFragments.Message();

        /** The configured limits of the session. Within a message, lower limits are in force. */
        private int texts;

        private int binaries;
        private boolean lowered;

        Reading(Object connection, Object reader, Session session, Executor next) {
            this.connection = connection;
            this.reader = reader;
            this.session = session;
            this.next = next;
        }

        @Override
        public void execute(Runnable handling) {
            next.execute(
                    LibertyTasks.isRead(handling)
                            ? () -> {
                                prepare();
                                handling.run();
                            }
                            : handling);
        }

        private void prepare() {
            try {
                Object current = frame.get(reader);
                headers.join(connection, current);
                int bytes = fragments.join(connection, reader, message);
                int buffers = (int) bufferCount.invoke(current);
                if (bytes == 0 && buffers < FEW_BUFFERS) {
                    restore();
                } else {
                    lower(bytes, buffers);
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "The memory of a message is unknown", e);
            }
        }

        private void lower(int bytes, int buffers) {
            if (!lowered) {
                texts = session.getMaxTextMessageBufferSize();
                binaries = session.getMaxBinaryMessageBufferSize();
                lowered = true;
            }
            session.setMaxTextMessageBufferSize(rest(texts, bytes, buffers));
            session.setMaxBinaryMessageBufferSize(rest(binaries, bytes, buffers));
        }

        private static int rest(int max, int bytes, int buffers) {
            if (bytes > max || buffers > FEW_BUFFERS + max / LEAST_BYTES_OF_A_BUFFER) {
                return NOTHING;
            }
            return Math.max(MAX_CONTROL_BYTES, max - bytes);
        }

        private void restore() {
            if (lowered) {
                lowered = false;
                session.setMaxTextMessageBufferSize(texts);
                session.setMaxBinaryMessageBufferSize(binaries);
            }
        }
    }
}
