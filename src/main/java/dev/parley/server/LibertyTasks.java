package dev.parley.server;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * The tasks in which Open Liberty (26.0.0.3) handles the reads of a WebSocket connection and the
 * ends of its asynchronous writes. Liberty runs them on the executor of the connection, if there is
 * one. Uses reflection like {@link LibertyConnections}. Thread-safe.
 */
final class LibertyTasks {

    /** The beginnings of the names of the tasks. */
    private static final String READ = "com.ibm.ws.wsoc.WsocReadCallback";

    private static final String WRITE = "com.ibm.ws.wsoc.WsocWriteCallback";

    private final Method parameters;
    private final Method executor;
    private final Method setExecutor;

    /**
     * Looks up Liberty's classes.
     *
     * @param link Liberty's class of connections
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyTasks(Class<?> link) throws ReflectiveOperationException {
        Class.forName(READ, false, link.getClassLoader());
        Class.forName(WRITE, false, link.getClassLoader());
        parameters = link.getMethod("getParametersOfInterest");
        executor = parameters.getReturnType().getMethod("getExecutor");
        setExecutor = parameters.getReturnType().getMethod("setExecutor", Executor.class);
    }

    /** Returns Liberty's class of connections. */
    static Class<?> link(ClassLoader webSockets) throws ReflectiveOperationException {
        return Class.forName("com.ibm.ws.wsoc.WsocConnLink", false, webSockets);
    }

    static boolean isRead(Runnable task) {
        return task.getClass().getName().startsWith(READ);
    }

    static boolean isWrite(Runnable task) {
        return task.getClass().getName().startsWith(WRITE);
    }

    /**
     * Lets the tasks of a connection pass through another executor first.
     *
     * @param connection Liberty's connection
     * @param before makes it from the present executor
     */
    void pass(Object connection, UnaryOperator<Executor> before)
            throws ReflectiveOperationException {
        Object configuration = parameters.invoke(connection);
        Executor present = (Executor) executor.invoke(configuration);
        Executor next = present == null ? Runnable::run : present;
        setExecutor.invoke(configuration, before.apply(next));
    }
}
