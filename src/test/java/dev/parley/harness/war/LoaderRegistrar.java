package dev.parley.harness.war;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Records the class loaders of each deployment in the system properties of the JVM, as weak
 * references, so that another deployment can read them.
 */
@WebListener
public class LoaderRegistrar implements ServletContextListener {

    private static final String LOADERS = "redeployment-test.loaders";
    private static final String CONTEXT_LOADERS = "redeployment-test.context-loaders";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        loaders().add(new WeakReference<>(getClass().getClassLoader()));
        // On Open Liberty it wraps the deployment's class loader.
        contextLoaders().add(new WeakReference<>(Thread.currentThread().getContextClassLoader()));
    }

    /** The class loader of each deployment so far. */
    static List<WeakReference<ClassLoader>> loaders() {
        return list(LOADERS);
    }

    /** The context class loader of each deployment so far. */
    static List<WeakReference<ClassLoader>> contextLoaders() {
        return list(CONTEXT_LOADERS);
    }

    /** Holds classes of the JDK only: the list itself must not keep a deployment alive. */
    @SuppressWarnings("unchecked")
    private static List<WeakReference<ClassLoader>> list(String key) {
        return (List<WeakReference<ClassLoader>>)
                System.getProperties()
                        .computeIfAbsent(
                                key, absent -> Collections.synchronizedList(new ArrayList<>()));
    }
}
