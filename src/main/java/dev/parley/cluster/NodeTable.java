package dev.parley.cluster;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.JDBC_PING2;

/**
 * Nodes find each other in a table. JDBC_PING2 of JGroups 5.5.5 reads and writes it before it lets
 * anybody know who comes or goes; here it is known at once that a node is gone, and soon that one
 * has come, whatever the database does.
 */
final class NodeTable extends JDBC_PING2 {

    private static final long PATIENCE_SECONDS = 1;

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
        try {
            Future<?> written =
                    writer.submit(() -> super.handleView(next, former, coordinatorChanged));
            Address[] joined = View.diff(former, next)[0];
            if (joined.length > 0) {
                // Their addresses are needed now, and they needed the database.
                written.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (RejectedExecutionException stopped) {
            log.debug("the table was left as it is");
        } catch (TimeoutException | ExecutionException e) {
            log.warn("the table of the nodes could not be written yet: %s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
