package dev.parley.server;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes asynchronous sends on Open Liberty (26.0.0.3) cheap. Liberty does not try to write what is
 * sent: it always queues the write for its only selector thread for writes ({@code
 * MessageWriter.WriteMessageASync}), which then hands the completion to a pool. Each send thus
 * wakes two more threads, although the socket's buffer nearly always has room.
 *
 * <p>This class lets the sending thread try to write. If the socket takes everything, or fails, the
 * same thread also completes the send: its handler is called before the send returns. Only the rest
 * is queued, and completed by Liberty.
 *
 * <p>Uses reflection like {@link LibertyConnections}. Thread-safe.
 */
final class LibertySends {

    private static final Logger LOG = Logger.getLogger(LibertySends.class.getName());

    private final Field linkWrite;
    private final Field writeContext;
    private final Class<?> callback;
    private final Method complete;
    private final Method fail;

    /**
     * Looks up Liberty's classes.
     *
     * @param webSockets the class loader of Liberty's WebSocket feature
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertySends(ClassLoader webSockets) throws ReflectiveOperationException {
        Class<?> link = LibertyTasks.link(webSockets);
        linkWrite = PrivateFields.of(link, "linkWrite");
        writeContext = PrivateFields.of(linkWrite.getType(), "tcpWriteContext");
        Class<?> context = writeContext.getType();
        callback = asynchronousWrite(context).getParameterTypes()[1];
        complete = link.getMethod("processWrite", context);
        fail = link.getMethod("processWriteError", context, IOException.class);
    }

    private static Method asynchronousWrite(Class<?> context) throws NoSuchMethodException {
        for (Method each : context.getMethods()) {
            if (isAsynchronousWrite(each)) {
                return each;
            }
        }
        throw new NoSuchMethodException(context + ".write");
    }

    /** {@code VirtualConnection write(long, TCPWriteCompletedCallback, boolean, int)}. */
    private static boolean isAsynchronousWrite(Method method) {
        return method.getName().equals("write") && method.getParameterCount() == 4;
    }

    /**
     * Changes the sends of a connection. Must be called before the first send.
     *
     * @param connection Liberty's connection
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    Sends install(Object connection) throws ReflectiveOperationException {
        Object link = linkWrite.get(connection);
        Sends sends = new Sends(connection, writeContext.get(link));
        writeContext.set(link, proxy(writeContext.getType(), sends::onCall));
        return sends;
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** The sends of one connection. At most one is in progress. */
    final class Sends {

        private final Object connection;
        private final Object context;
        private final Object end = proxy(callback, (proxy, method, a) -> onEnd(method, a));
        private volatile @Nullable Attempt latest;

        Sends(Object connection, Object context) {
            this.connection = connection;
            this.context = context;
        }

        /** Returns whether another thread will complete the send in progress. */
        boolean isQueued() {
            Attempt attempt = latest;
            return attempt != null && attempt.isQueued && !attempt.isOver;
        }

        private @Nullable Object onCall(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            if (arguments == null || !isAsynchronousWrite(method)) {
                return call(context, method, arguments);
            }
            Attempt attempt = new Attempt(arguments[1]);
            latest = attempt;
            arguments[1] = end;
            arguments[2] = false;
            if (call(context, method, arguments) == null) {
                attempt.isQueued = true;
            } else if (!attempt.isOver) {
                // With TLS, a write may fail and then return as if it were complete.
                attempt.isOver = true;
                finish(null);
            }
            return null;
        }

        /** Liberty's {@code complete} or {@code error}, whose third argument is the failure. */
        private @Nullable Object onEnd(Method method, Object @Nullable [] arguments)
                throws Throwable {
            Attempt attempt = Objects.requireNonNull(latest);
            if (arguments == null || arguments.length < 2) {
                return call(attempt.callback, method, arguments);
            }
            attempt.isOver = true;
            if (attempt.isQueued || attempt.sender != Thread.currentThread()) {
                return call(attempt.callback, method, arguments);
            }
            finish(arguments.length > 2 ? arguments[2] : null);
            return null;
        }

        /**
         * Completes a send on the thread that has made it. Not through Liberty's callback, which
         * waits until the completion of the send before has returned ({@code waitWritePush}): that
         * may be the one that sends now, so the thread would wait for itself. What the callback
         * does in addition, it does for the sake of the container's threads: a thread that sends
         * has the context of the application already.
         */
        private void finish(@Nullable Object failure) {
            try {
                if (failure == null) {
                    complete.invoke(connection, context);
                } else {
                    fail.invoke(connection, context, failure);
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Not to Liberty, which would complete the send once more, as failed.
                LOG.log(Level.WARNING, "A send could not be completed", e);
            }
        }

        private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
                throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** One write. */
    private static final class Attempt {

        private final Thread sender = Thread.currentThread();
        private final Object callback;

        /** Set after the attempt: the socket has not taken everything, and has not failed. */
        private volatile boolean isQueued;

        private volatile boolean isOver;

        Attempt(Object callback) {
            this.callback = callback;
        }
    }
}
