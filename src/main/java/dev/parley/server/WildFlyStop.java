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
 * Notifies of the stop of WildFly. Whether stopped by a signal or a command, WildFly first suspends
 * itself and announces this by JMX, on the thread that does it: the suspension waits for this
 * listener. Jakarta EE notifies an application only after WildFly (39) has closed all WebSockets
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
                // "stopping" comes without "suspending" after a change that requires a restart.
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
            LOG.log(Level.FINE, "WildFly's state is no longer available", e);
        }
    }
}
