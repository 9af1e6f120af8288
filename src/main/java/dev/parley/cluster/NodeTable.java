package dev.parley.cluster;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.JDBC_PING2;

/**
 * Nodes find each other in a table. JDBC_PING2 of JGroups 5.5.5 reads and writes it before it lets
 * anybody know that a node is gone; here that is known at once, whatever the database does.
 */
final class NodeTable extends JDBC_PING2 {

    private ExecutorService writer;

    NodeTable() {
        // Its headers are those of the class that JGroups knows.
        setId(ClassConfigurator.getProtocolId(JDBC_PING2.class));
    }

    @Override
    public void start() throws Exception {
        writer = Executors.newSingleThreadExecutor(getTransport().getThreadFactory());
        super.start();
    }

    @Override
    public void stop() {
        writer.shutdown();
        super.stop();
    }

    @Override
    protected void handleView(View next, View former, boolean coordinatorChanged) {
        Address[] joined = View.diff(former, next)[0];
        if (joined.length > 0) {
            // The addresses of those who have come are needed now, and they needed the database.
            super.handleView(next, former, coordinatorChanged);
            return;
        }
        try {
            writer.execute(() -> super.handleView(next, former, coordinatorChanged));
        } catch (RejectedExecutionException stopped) {
            log.debug("the table was left as it is");
        }
    }
}
