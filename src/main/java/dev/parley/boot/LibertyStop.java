package dev.parley.boot;

import jakarta.websocket.ContainerProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.logging.Level;

/**
 * Open Liberty's kernel is an OSGi framework (Equinox), which tells its synchronous listeners that
 * it is stopping before it does, and those of the system bundle before Liberty's own, which close
 * the HTTP ports. To be one of Liberty's quiesce listeners would be too late: they are asked while
 * the ports are closed, and WebSockets are cut with them at once (26.0.0.3), whatever the {@code
 * chainQuiesceTimeout}.
 *
 * <p>By reflection, since applications do not see OSGi; the bundle of the WebSocket feature does.
 */
final class LibertyStop implements ServerStop {

    /** {@code BundleEvent.STOPPING}. */
    private static final int STOPPING = 0x100;

    private static final long SYSTEM_BUNDLE = 0;

    private final ClassLoader framework;
    private final Object systemContext;
    private final Object listener;

    private LibertyStop(Runnable before) throws ReflectiveOperationException {
        ClassLoader bundleLoader =
                ContainerProvider.getWebSocketContainer().getClass().getClassLoader();
        framework = bundleLoader.getClass().getClassLoader();
        Object bundle = method("BundleReference", "getBundle").invoke(bundleLoader);
        Object context = method("Bundle", "getBundleContext").invoke(bundle);
        Object system =
                method("BundleContext", "getBundle", long.class).invoke(context, SYSTEM_BUNDLE);
        systemContext = method("Bundle", "getBundleContext").invoke(system);
        listener =
                Proxy.newProxyInstance(
                        framework,
                        new Class<?>[] {type("SynchronousBundleListener")},
                        (proxy, called, arguments) ->
                                switch (called.getName()) {
                                    case "bundleChanged" -> {
                                        if (isStopOfServer(arguments[0])) {
                                            before.run();
                                        }
                                        yield null;
                                    }
                                    case "equals" -> proxy == arguments[0];
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    default -> LibertyStop.class.getName();
                                });
    }

    static ServerStop watch(Runnable before) throws ReflectiveOperationException {
        LibertyStop stop = new LibertyStop(before);
        stop.call("addBundleListener");
        return stop;
    }

    private boolean isStopOfServer(Object event) throws ReflectiveOperationException {
        Object bundle = method("BundleEvent", "getBundle").invoke(event);
        return method("BundleEvent", "getType").invoke(event).equals(STOPPING)
                && method("Bundle", "getBundleId").invoke(bundle).equals(SYSTEM_BUNDLE);
    }

    @Override
    public void close() {
        try {
            call("removeBundleListener");
        } catch (InvocationTargetException e) {
            LOG.log(Level.FINE, "Open Liberty has forgotten its listeners already", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void call(String listening) throws ReflectiveOperationException {
        method("BundleContext", listening, type("BundleListener")).invoke(systemContext, listener);
    }

    private Method method(String type, String name, Class<?>... parameters)
            throws ReflectiveOperationException {
        return type(type).getMethod(name, parameters);
    }

    /** One of OSGi's own, which the framework's class loader knows. */
    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("org.osgi.framework." + name, false, framework);
    }
}
