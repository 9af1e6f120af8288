package dev.parley.server;

import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;

/**
 * Notifies of the stop of WildFly, which suspends itself before it stops, whether by a signal or by
 * a command, and announces that by JMX in the thread that does it: what happens here, happens
 * first. Jakarta EE notifies an application only after WildFly (39) has closed all WebSockets
 * (1001). Thread-safe.
 */
final class WildFlyStop implements NotificationListener {

    private static final Logger LOG = Logger.getLogger(WildFlyStop.class.getName());
    private static final String STATE = "jboss.root:type=state";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Runnable stopping;
    private final Runnable resumed;

    WildFlyStop(Runnable stopping, Runnable resumed) {
        this.stopping = stopping;
        this.resumed = resumed;
    }

    void begin() throws JMException {
        server.addNotificationListener(new ObjectName(STATE), this, null, null);
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification instanceof AttributeChangeNotification change
                && change.getAttributeName().equals("RunningState")) {
            switch (String.valueOf(change.getNewValue())) {
                // At once, if its configuration was changed and wants a restart.
                case "suspending", "stopping" -> stopping.run();
                case "normal" -> resumed.run();
                default -> LOG.log(Level.FINE, "WildFly is {0}", change.getNewValue());
            }
        }
    }

    void end() {
        try {
            server.removeNotificationListener(new ObjectName(STATE), this);
        } catch (JMException e) {
            LOG.log(Level.FINE, "WildFly's state is not there any more", e);
        }
    }
}
