package dev.parley.server;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes asynchronous sends on Open Liberty (26.0.0.3) cheap. Liberty does not try to write what is
 * sent: it always queues the write for its only selector thread for writes ({@code
 * MessageWriter.WriteMessageASync}), which then hands the completion to a pool. Each send thus
 * wakes two more threads, although the socket's buffer nearly always has room.
 *
 * <p>This class lets the sending thread try to write. Only a write that the socket does not take at
 * once is queued. Otherwise, the same thread also completes the send: its handler is called before
 * the send returns.
 *
 * <p>Uses reflection like {@link LibertyConnections}. Thread-safe.
 */
final class LibertySends {

    private static final Logger LOG = Logger.getLogger(LibertySends.class.getName());

    private static final ThreadLocal<@Nullable Completing> COMPLETING = new ThreadLocal<>();

    private final LibertyTasks tasks;
    private final Field monitor;
    private final Field linkWrite;
    private final Field writeContext;
    private final Method complete;

    /**
     * Looks up Liberty's classes.
     *
     * @param webSockets the class loader of Liberty's WebSocket feature
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertySends(ClassLoader webSockets) throws ReflectiveOperationException {
        Class<?> link = LibertyTasks.link(webSockets);
        tasks = new LibertyTasks(link);
        monitor = link.getField("linkSync");
        linkWrite = LibertyReads.accessible(link, "linkWrite");
        writeContext = LibertyReads.accessible(linkWrite.getType(), "tcpWriteContext");
        Method write = null;
        for (Method each : writeContext.getType().getMethods()) {
            if (isAsynchronousWrite(each)) {
                write = each;
            }
        }
        if (write == null) {
            throw new NoSuchMethodException(writeContext.getType() + ".write");
        }
        Class<?> callback = write.getParameterTypes()[1];
        complete = callback.getMethod("complete", write.getReturnType(), writeContext.getType());
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
        Object context = writeContext.get(link);
        Sends sends = new Sends(context, monitor.get(connection));
        Class<?> type = writeContext.getType();
        writeContext.set(
                link, Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, sends));
        tasks.pass(connection, sends::before);
        return sends;
    }

    /** The sends of one connection. At most one is in progress. */
    final class Sends implements InvocationHandler {

        private final Object context;
        private final Object lock;
        private volatile Attempt latest = new Attempt();

        Sends(Object context, Object lock) {
            this.context = context;
            this.lock = lock;
        }

        /** Returns whether another thread will complete the send in progress. */
        boolean isQueued() {
            Attempt attempt = latest;
            return attempt.isQueued && !attempt.isOver;
        }

        /** Returns whether the current thread completes a send that it has made itself. */
        boolean isOwn() {
            Completing present = COMPLETING.get();
            return present != null && present.sends == this && present.isOwn;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            try {
                if (arguments != null && isAsynchronousWrite(method)) {
                    write(method, arguments);
                    return null;
                }
                return method.invoke(context, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private void write(Method method, Object[] arguments) throws ReflectiveOperationException {
            Attempt attempt = new Attempt();
            latest = attempt;
            arguments[2] = false;
            Object connection = method.invoke(context, arguments);
            if (connection == null) {
                synchronized (lock) {
                    attempt.isQueued = true;
                    lock.notifyAll();
                }
                return;
            }
            Completion completion = new Completion(arguments[1], connection);
            Completing present = COMPLETING.get();
            if (present != null && present.sends == this) {
                // Liberty cannot complete a send during the completion of another one: the thread
                // would wait for itself (waitWritePush).
                present.next = completion;
            } else {
                Completing own = new Completing(this, true);
                own.next = completion;
                own.run(this::completeNext);
            }
        }

        private Executor before(Executor present) {
            return task -> {
                if (LibertyTasks.isWrite(task)) {
                    complete(() -> present.execute(task));
                } else {
                    present.execute(task);
                }
            };
        }

        /** Runs the task that completes a send. */
        private void complete(Runnable task) {
            latest.isOver = true;
            Completing present = COMPLETING.get();
            if (present != null && present.sends == this) {
                task.run();
                return;
            }
            new Completing(this, false)
                    .run(
                            completing -> {
                                task.run();
                                completeNext(completing);
                            });
        }

        /** Completes what has been sent meanwhile, one send after the other. */
        private void completeNext(Completing completing) {
            Completion next = completing.next;
            while (next != null) {
                completing.next = null;
                try {
                    complete.invoke(next.callback, next.connection, context);
                } catch (ReflectiveOperationException | RuntimeException e) {
                    // Not to Liberty, which would complete the send once more, as failed.
                    LOG.log(Level.WARNING, "A send could not be completed", e);
                }
                next = completing.next;
            }
        }
    }

    /** One write. */
    private static final class Attempt {
        private volatile boolean isQueued;
        private volatile boolean isOver;
    }

    /** What Liberty has to be told at the end of a write. */
    private record Completion(Object callback, Object connection) {}

    /** A thread that completes a send, and then those that were made during the completion. */
    private static final class Completing {

        private final Sends sends;
        private final boolean isOwn;
        private @Nullable Completion next;

        Completing(Sends sends, boolean isOwn) {
            this.sends = sends;
            this.isOwn = isOwn;
        }

        void run(Consumer<Completing> action) {
            Completing before = COMPLETING.get();
            COMPLETING.set(this);
            try {
                action.accept(this);
            } finally {
                if (before == null) {
                    COMPLETING.remove();
                } else {
                    COMPLETING.set(before);
                }
            }
        }
    }
}
