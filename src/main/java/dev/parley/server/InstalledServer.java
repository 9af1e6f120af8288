package dev.parley.server;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;

/**
 * The server that this application is deployed to. A capability is there if the application sees a
 * class of its API; on WildFly its subsystem must be configured, too, because some APIs (JPA, 39)
 * are visible without. The default data source is looked up by its name; on WildFly, which binds
 * that name later, one must be configured. Stateless.
 */
final class InstalledServer implements ServerView {

    /** WildFly's configuration, one MBean per resource, if the server has the subsystem jmx. */
    private static final String WILDFLY = "jboss.as";

    private static final String DATA_SOURCE = "java:comp/DefaultDataSource";

    /** Finds what has a name in JNDI. */
    interface Names {

        Object find(String name) throws NamingException;
    }

    private final Names names;
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final boolean isWildFly = Arrays.asList(beans.getDomains()).contains(WILDFLY);

    InstalledServer() {
        this(InitialContext::doLookup);
    }

    InstalledServer(Names names) {
        this.names = names;
    }

    @Override
    public boolean provides(Capability capability) {
        return isVisible(capability.type())
                && (!isWildFly || isConfigured("subsystem=" + capability.subsystem()));
    }

    @Override
    public boolean hasDataSource() {
        return isWildFly
                ? isConfigured("subsystem=datasources,data-source=*")
                        || isConfigured("subsystem=datasources,xa-data-source=*")
                : isBound(DATA_SOURCE);
    }

    /** False only if the name has no binding; any other failure says nothing about the binding. */
    private boolean isBound(String name) {
        try {
            names.find(name);
            return true;
        } catch (NameNotFoundException e) {
            return false;
        } catch (NamingException e) {
            return true;
        }
    }

    private static boolean isVisible(String type) {
        try {
            Class.forName(type, false, InstalledServer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private boolean isConfigured(String resource) {
        try {
            ObjectName name = new ObjectName(WILDFLY + ":" + resource);
            return name.isPattern()
                    ? !beans.queryNames(name, null).isEmpty()
                    : beans.isRegistered(name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(resource, e);
        }
    }
}
