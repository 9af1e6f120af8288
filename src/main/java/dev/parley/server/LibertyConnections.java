package dev.parley.server;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Closes the TCP connections below the sessions of Open Liberty, for which Liberty has no API.
 * Liberty (26.0.0.3) waits for the client's answer to a close frame, and keeps the socket for as
 * long as the client does. So clients that do not answer would hold sockets that no limit counts.
 *
 * <p>Liberty answers a ping on the thread that has read it, and waits there for as long as the
 * client reads nothing. If the connection is closed meanwhile, that thread waits indefinitely:
 * nothing wakes a write whose socket is closed ({@code NioTCPWriteRequestContextImpl}), and those
 * that wait for it ({@code WsocConnLink.okToWrite}, {@code waitToClose}) do not expect a closed
 * connection. Sixteen clients held all threads of a server for good.
 *
 * <p>Uses reflection, because applications do not see the classes of Liberty's WebSocket feature.
 * Thread-safe.
 */
final class LibertyConnections {

    private static final Logger LOG = Logger.getLogger(LibertyConnections.class.getName());
    private static final Set<String> OPEN = Set.of("IO_OK", "LOCAL_CLOSING");
    private static final String GIVEN_UP = "IO_NOT_OK";

    private final Method implementation;
    private final Field link;
    private final Method status;
    private final Method close;
    private final Method giveUp;
    private final Method cancelWrite;
    private final Field readStatus;
    private final Field writeStatus;
    private final Field monitor;
    private final Field isNotified;
    private final Field closeFrame;
    private final Field linkWrite;
    private final Field writeContext;
    private final Field isBlocked;
    private final Field failure;
    private final Field blocking;
    private final Method unblock;
    private final Object onReadThread;
    private final Object noCloseFrame;

    /**
     * Looks up Liberty's classes.
     *
     * @param webSockets the class loader of Liberty's WebSocket feature
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyConnections(ClassLoader webSockets) throws ReflectiveOperationException {
        Class<?> session = Class.forName("com.ibm.ws.wsoc.external.SessionExt", false, webSockets);
        implementation = session.getMethod("getSessionImpl");
        link = implementation.getReturnType().getDeclaredField("connLink");
        link.setAccessible(true);
        status = link.getType().getMethod("getLinkStatus");
        close =
                link.getType()
                        .getMethod(
                                "closeUsingSession",
                                CloseReason.class,
                                boolean.class,
                                boolean.class);
        giveUp = link.getType().getMethod("setLinkStatusToNotOK");
        cancelWrite = link.getType().getMethod("cancelWriteBufferAsync");
        readStatus = link.getType().getField("readLinkStatus");
        writeStatus = link.getType().getField("writeLinkStatus");
        monitor = link.getType().getField("linkSync");
        isNotified = link.getType().getField("writeNotifyTriggered");
        closeFrame = PrivateFields.of(link.getType(), "closeFrameState");
        linkWrite = PrivateFields.of(link.getType(), "linkWrite");
        writeContext = PrivateFields.of(linkWrite.getType(), "tcpWriteContext");
        Class<?> requests =
                Class.forName(
                        "com.ibm.ws.tcpchannel.internal.TCPBaseRequestContext",
                        false,
                        writeContext.getType().getClassLoader());
        isBlocked = PrivateFields.of(requests, "blockedThread");
        failure = PrivateFields.of(requests, "blockingIOError");
        blocking = PrivateFields.of(requests, "blockWait");
        unblock = blocking.getType().getDeclaredMethod("simpleNotify");
        unblock.setAccessible(true);
        onReadThread = constant(readStatus, "ON_READ_THREAD");
        noCloseFrame = constant(closeFrame, "NOT_SET");
    }

    private static Object constant(Field field, String name) throws NoSuchFieldException {
        return Stream.of(field.getType().getEnumConstants())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchFieldException(name));
    }

    /**
     * Returns the control of a session.
     *
     * @throws ReflectiveOperationException if this is not a session of Liberty
     * @throws IllegalArgumentException if this is not a session of Liberty
     */
    SessionControl control(Session session) throws ReflectiveOperationException {
        Object connection = connection(session);
        return new SessionControl(
                Optional.empty(),
                Optional.of(new Abort(connection)),
                Optional.of(new Reader(connection)),
                Optional.empty());
    }

    /** Returns Liberty's connection of a session; fails like {@link #control}. */
    Object connection(Session session) throws ReflectiveOperationException {
        return link.get(implementation.invoke(session));
    }

    /** The thread on which Liberty reads from a connection, handles pings and calls handlers. */
    private final class Reader implements HeldThread {

        private final Object connection;

        /** Liberty's own, which {@link LibertySends} replaces. */
        private final Object write;

        Reader(Object connection) throws ReflectiveOperationException {
            this.connection = connection;
            write = writeContext.get(linkWrite.get(connection));
        }

        /**
         * Without the lock: all connections are asked several times a second. While a thread is in
         * a handler of Parley, where it may wait for other reasons, the read status is
         * ON_READ_THREAD; while it waits for a frame, it is READ_ON_WIRE.
         */
        @Override
        public boolean isBusy() {
            try {
                String write = writeStatus.get(connection).toString();
                return write.equals("WRITING_PONG")
                        || write.equals("WRITING")
                                && readStatus.get(connection).toString().equals("OK_TO_READ");
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.FINE, "The state of a connection is unknown", e);
                return false;
            }
        }

        /**
         * Liberty never wakes a thread that wants to write while the status is CLOSED. It sets that
         * status for a moment when it closes the connection, and for good when it still reads
         * frames of a closed connection ({@code CLOSE_FRAME_ERROR}), which ends with this call.
         */
        @Override
        public void freeAfterEnd() {
            try {
                Object lock = monitor.get(connection);
                synchronized (lock) {
                    if (!OPEN.contains(String.valueOf(status.invoke(connection)))) {
                        closeFrame.set(connection, noCloseFrame);
                        giveUp.invoke(connection);
                        isNotified.setBoolean(connection, true);
                        lock.notifyAll();
                    }
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "The threads of a connection could not be freed", e);
            }
        }

        /** Liberty never wakes a thread that writes when the connection is closed. */
        @Override
        public void freeWriter() {
            try {
                if (OPEN.contains(String.valueOf(status.invoke(connection)))) {
                    return;
                }
                // Liberty may use other classes, for example with TLS.
                if (isBlocked.getDeclaringClass().isInstance(write)
                        && isBlocked.getBoolean(write)) {
                    failure.set(write, new IOException("The connection has been closed"));
                    unblock.invoke(blocking.get(write));
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "The writer of a connection could not be freed", e);
            }
        }

        /**
         * Liberty would give the thread 3 s to return. With this status it takes the caller for
         * that thread.
         */
        @Override
        public void letGo() {
            try {
                Object lock = monitor.get(connection);
                synchronized (lock) {
                    if (isBusy()) {
                        readStatus.set(connection, onReadThread);
                    }
                }
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.FINE, "A connection keeps its thread", e);
            }
        }
    }

    /**
     * Ends a connection in two steps. Liberty would never wake a thread whose write is in progress
     * when the connection is closed.
     */
    private final class Abort implements ConnectionAbort {

        private final Object connection;
        private volatile boolean isOurs;

        Abort(Object connection) {
            this.connection = connection;
        }

        @Override
        public boolean failWrites() {
            try {
                Object lock = monitor.get(connection);
                synchronized (lock) {
                    // A link that has already ended is left alone: its device may serve another
                    // client.
                    isOurs = OPEN.contains(String.valueOf(status.invoke(connection)));
                    if (!isOurs) {
                        return false;
                    }
                    giveUp.invoke(connection);
                    isNotified.setBoolean(connection, true);
                    lock.notifyAll();
                }
                cancelWrite.invoke(connection);
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "The writes to a connection could not be ended", e);
            }
            return isOurs;
        }

        @Override
        public void close() {
            try {
                Object lock = monitor.get(connection);
                if (mayClose(lock)) {
                    // Without a reason, without waiting, directly to the device.
                    close.invoke(connection, null, false, true);
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.FINE, "A connection could not be closed", e);
            }
        }

        private boolean mayClose(Object lock) throws ReflectiveOperationException {
            synchronized (lock) {
                // If Liberty has closed the device meanwhile, it may serve another client.
                return isOurs && GIVEN_UP.equals(String.valueOf(status.invoke(connection)));
            }
        }
    }
}
