package dev.parley.server;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps clients that close or ping from blocking all threads of Open Liberty (26.0.0.3).
 *
 * <p>A thread that has read a close frame or a ping waits for the write in progress ({@code
 * WsocConnLink.waitToClose}, {@code okToWrite}). The end of that write is reported by another
 * thread of the same pool. When 2,000 clients closed at once, all threads waited, and the server
 * served nobody for half a minute, until its pool had grown enough.
 *
 * <p>Therefore, this class handles such a read only after the write, on the thread that has
 * reported its end. Uses reflection like {@link LibertyConnections}. Thread-safe.
 */
final class LibertyControlFrames {

    private static final Logger LOG = Logger.getLogger(LibertyControlFrames.class.getName());

    /**
     * How many writes a read waits for. Without a limit, a client that is sent one event after
     * another could not close its connection.
     */
    private static final int MOST_WRITES = 4;

    /** How long a thread may try to write; it may have to wait for a processor. */
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    /** How often a thread looks whether the attempt of another one is over. */
    private static final Duration LOOK = Duration.ofMillis(2);

    private final LibertyTasks tasks;
    private final Field monitor;
    private final Field writeStatus;
    private final Field linkWrite;
    private final Field isSending;
    private final Field readContext;
    private final Method buffer;
    private final Method position;
    private final Method byteAt;

    /**
     * Looks up Liberty's classes.
     *
     * @param webSockets the class loader of Liberty's WebSocket feature
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyControlFrames(ClassLoader webSockets) throws ReflectiveOperationException {
        Class<?> link = LibertyTasks.link(webSockets);
        tasks = new LibertyTasks(link);
        monitor = link.getField("linkSync");
        writeStatus = link.getField("writeLinkStatus");
        linkWrite = PrivateFields.of(link, "linkWrite");
        isSending = PrivateFields.of(linkWrite.getType(), "wsocSendOutstanding");
        readContext = PrivateFields.of(link, "tcpReadContext");
        buffer = readContext.getType().getMethod("getBuffer");
        position = buffer.getReturnType().getMethod("position");
        byteAt = buffer.getReturnType().getMethod("get", int.class);
    }

    /**
     * Orders the tasks of a connection.
     *
     * @param connection Liberty's connection
     * @param sends its sends; null if they are Liberty's own, which are always queued
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    void order(Object connection, LibertySends.@Nullable Sends sends)
            throws ReflectiveOperationException {
        Object lock = monitor.get(connection);
        tasks.pass(connection, next -> new Order(connection, lock, sends, next));
    }

    /** The order of the tasks of one connection. */
    private final class Order implements Executor {

        private final Object connection;
        private final Object lock;
        private final LibertySends.@Nullable Sends sends;
        private final Executor next;
        private final ControlScan scan = new ControlScan();

        /** The read that waits for the end of a write. */
        private @Nullable Runnable waiting;

        private int writes;

        Order(Object connection, Object lock, LibertySends.@Nullable Sends sends, Executor next) {
            this.connection = connection;
            this.lock = lock;
            this.sends = sends;
            this.next = next;
        }

        @Override
        public void execute(Runnable task) {
            if (LibertyTasks.isRead(task) && hasControlFrame() && waits(task)) {
                return;
            }
            if (!LibertyTasks.isWrite(task)) {
                next.execute(task);
                return;
            }
            try {
                next.execute(task);
            } finally {
                goOn();
            }
        }

        private boolean hasControlFrame() {
            try {
                Object bytes = buffer.invoke(readContext.get(connection));
                return bytes != null
                        && scan.finds(
                                index -> (byte) byteAt.invoke(bytes, index),
                                (int) position.invoke(bytes));
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "The bytes of a read are unknown", e);
                return false;
            }
        }

        /**
         * Keeps a read for later if a queued write is in progress. Liberty changes the status at
         * the end of a write with the same lock, before {@link #goOn}: no read waits for good.
         */
        private boolean waits(Runnable read) {
            synchronized (lock) {
                if (writes < MOST_WRITES && isQueued()) {
                    writes++;
                    waiting = read;
                    return true;
                }
                writes = 0;
                return false;
            }
        }

        /**
         * Returns whether a write is in progress that another thread will complete. While a thread
         * tries to write, this is unknown. It takes only as long as a system call, so this thread
         * waits. It looks again by itself: a notification would also release threads that wait for
         * other reasons, and some of Liberty's do not check theirs ({@code okToWrite}).
         */
        private boolean isQueued() {
            long end = System.nanoTime() + ATTEMPT.toNanos();
            while (isWriting() && System.nanoTime() < end) {
                if (sends == null || sends.isQueued()) {
                    return true;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, LOOK.toNanos());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return false;
        }

        private boolean isWriting() {
            try {
                return writeStatus.get(connection).toString().equals("WRITING")
                        && isSending.getBoolean(linkWrite.get(connection));
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.FINE, "The state of a connection is unknown", e);
                return false;
            }
        }

        private void goOn() {
            Runnable read;
            synchronized (lock) {
                read = waiting;
                waiting = null;
            }
            if (read != null && !waits(read)) {
                next.execute(read);
            }
        }
    }
}
