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
 * Discovers nodes through a table of the database. JDBC_PING2 of JGroups 5.5.6 accesses the table
 * before it passes a new view on. This class passes the view on at once if a node has left, and
 * within a second if one has joined, even if the database hangs.
 */
final class NodeTable extends JDBC_PING2 {

    private static final long PATIENCE_SECONDS = 1;

    private ExecutorService writer;

    NodeTable() {
        // JGroups knows the headers of this protocol by the superclass.
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
                // Their addresses are needed now, and joining needed the database anyway.
                written.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (RejectedExecutionException stopped) {
            log.debug("the table of nodes is not updated any more");
        } catch (TimeoutException | ExecutionException e) {
            log.warn("the table of nodes could not be written yet: %s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
