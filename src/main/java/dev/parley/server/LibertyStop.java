package dev.parley.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notifies of the stop of Open Liberty, whose kernel is an OSGi framework (Equinox). Equinox calls
 * synchronous listeners before it stops, and those of the system bundle before Liberty's own, which
 * close the HTTP ports. Jakarta EE notifies an application only after Liberty (26.0.0.3) has cut
 * all WebSockets (1006). A quiesce listener of Liberty would be too late as well: Liberty calls
 * them while it closes the ports, regardless of {@code chainQuiesceTimeout}.
 *
 * <p>Uses reflection through the bundle of the WebSocket feature, because applications do not see
 * OSGi. Thread-safe after {@link #begin}.
 */
final class LibertyStop {

    private static final Logger LOG = Logger.getLogger(LibertyStop.class.getName());

    /** {@code BundleEvent.STOPPING}. */
    private static final int STOPPING = 0x100;

    private static final long SYSTEM_BUNDLE = 0;

    private final ClassLoader bundleLoader;
    private final ClassLoader framework;
    private final Runnable stopping;
    private @Nullable Object systemContext;
    private @Nullable Object listener;

    /**
     * Creates a listener, not yet registered.
     *
     * @param bundleLoader the class loader of Liberty's WebSocket feature
     */
    LibertyStop(ClassLoader bundleLoader, Runnable stopping) {
        this.bundleLoader = bundleLoader;
        this.framework = bundleLoader.getClass().getClassLoader();
        this.stopping = stopping;
    }

    void begin() throws ReflectiveOperationException {
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
                                            stopping.run();
                                        }
                                        yield null;
                                    }
                                    case "equals" -> proxy == arguments[0];
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    default -> LibertyStop.class.getName();
                                });
        call("addBundleListener");
    }

    private boolean isStopOfServer(Object event) throws ReflectiveOperationException {
        Object bundle = method("BundleEvent", "getBundle").invoke(event);
        return method("BundleEvent", "getType").invoke(event).equals(STOPPING)
                && method("Bundle", "getBundleId").invoke(bundle).equals(SYSTEM_BUNDLE);
    }

    void end() {
        try {
            call("removeBundleListener");
        } catch (InvocationTargetException e) {
            LOG.log(Level.FINE, "Open Liberty has already removed its listeners", e);
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

    /** Returns an OSGi class, which the framework's class loader knows. */
    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("org.osgi.framework." + name, false, framework);
    }
}
