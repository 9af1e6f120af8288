package dev.parley.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notifies of the stop of Open Liberty, whose kernel is an OSGi framework (Equinox). It notifies
 * its synchronous listeners that it is stopping before it does, and those of the system bundle
 * before Liberty's own, which close the HTTP ports. Jakarta EE notifies an application only after
 * Liberty (26.0.0.3) has cut all WebSockets (1006). To be one of Liberty's quiesce listeners would
 * be too late as well: they are called while the ports are closed, whatever the {@code
 * chainQuiesceTimeout}.
 *
 * <p>By reflection, since applications do not see OSGi; the bundle of the WebSocket feature does.
 * Thread-safe once begun.
 */
final class LibertyStop {

    private static final Logger LOG = Logger.getLogger(LibertyStop.class.getName());

    /** {@code BundleEvent.STOPPING}. */
    private static final int STOPPING = 0x100;

    private static final long SYSTEM_BUNDLE = 0;

    private final ClassLoader bundleLoader;
    private final ClassLoader framework;
    private final Runnable stopping;
    private Object systemContext;
    private Object listener;

    /**
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
