package dev.parley.boot;

import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;

/**
 * WildFly suspends itself before it stops, whether by a signal or by a command, and tells so by JMX
 * in the thread that does it: what happens here, happens first.
 */
final class WildFlyStop implements NotificationListener, ServerStop {

    private static final String STATE = "jboss.root:type=state";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName state;
    private final Runnable before;
    private final Runnable resumed;

    private WildFlyStop(ObjectName state, Runnable before, Runnable resumed) {
        this.state = state;
        this.before = before;
        this.resumed = resumed;
    }

    static ServerStop watch(Runnable before, Runnable resumed) throws JMException {
        WildFlyStop stop = new WildFlyStop(new ObjectName(STATE), before, resumed);
        stop.server.addNotificationListener(stop.state, stop, null, null);
        return stop;
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification instanceof AttributeChangeNotification change
                && change.getAttributeName().equals("RunningState")) {
            switch (String.valueOf(change.getNewValue())) {
                // At once, if its configuration was changed and wants a restart.
                case "suspending", "stopping" -> before.run();
                case "normal" -> resumed.run();
                default -> LOG.log(Level.FINE, "WildFly is {0}", change.getNewValue());
            }
        }
    }

    @Override
    public void close() {
        try {
            server.removeNotificationListener(state, this);
        } catch (JMException e) {
            LOG.log(Level.FINE, "WildFly's state is not there any more", e);
        }
    }
}
