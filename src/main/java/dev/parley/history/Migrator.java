package dev.parley.history;

import dev.parley.config.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Prepares the database before anything else starts: migrates or checks the schema, and checks that
 * commits are durable.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrator {

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    @Inject private Settings settings;

    @PostConstruct
    void prepare() {
        Schema schema = new Schema(dataSource);
        if (settings.database().migrate()) {
            schema.update();
        } else {
            schema.check();
        }
        if (settings.database().durable()) {
            refuseLossyCommits();
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
