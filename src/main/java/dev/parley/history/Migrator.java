package dev.parley.history;

import dev.parley.config.Settings;
import dev.parley.flow.Failures;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/**
 * Prepares the database before anything else starts: refuses unsupported databases, migrates or
 * checks the schema, and checks that commits are durable.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrator {

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    @Resource private ManagedThreadFactory threads;

    @Inject private Settings settings;

    @PostConstruct
    void prepare() {
        new SupportedDatabase(dataSource).require();
        Schema schema = new Schema(dataSource);
        onOwnThread(settings.database().migrate() ? schema::update : schema::check);
        if (settings.database().durable()) {
            refuseLossyCommits();
        }
    }

    /**
     * Liquibase (4.33) sets an inheritable thread-local variable that nothing can remove. On the
     * server's thread it would keep the class loader alive after an undeployment.
     */
    private void onOwnThread(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        threads.newThread(task).start();
        try {
            task.get();
        } catch (ExecutionException e) {
            Throwable cause = Failures.cause(e);
            throw new IllegalStateException(cause.getMessage(), cause);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }

    private void refuseLossyCommits() {
        Map<String, String> faults = new Durability(dataSource).faults();
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "The database may lose what it has committed: "
                            + faults
                            + ". Change this or set parley.database.durable=false");
        }
    }
}
