package dev.parley.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterKeyTest {

    private final JdbcDataSource database = new JdbcDataSource();

    @BeforeEach
    void createTables() throws SQLException {
        ClusterTables.create(database, getClass().getSimpleName());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PublicKey key(String cluster) throws Exception {
        return ClusterKey.of(cluster, database).certificate().getPublicKey();
    }

    @Test
    void nodesThatStartTogetherHaveOneKey() throws Exception {
        int count = 8;
        CyclicBarrier start = new CyclicBarrier(count);
        List<FutureTask<PublicKey>> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<PublicKey> node =
                    new FutureTask<>(
                            () -> {
                                start.await();
                                return key("parley");
                            });
            nodes.add(node);
            new PlainThreads().newThread(node).start();
        }
        Set<PublicKey> keys = new HashSet<>();
        for (FutureTask<PublicKey> node : nodes) {
            keys.add(node.get());
        }
        assertEquals(1, keys.size());
    }

    @Test
    void eachClusterHasItsOwnKey() throws Exception {
        assertNotEquals(key("one"), key("other"));
        assertEquals(key("one"), key("one"));
    }

    @Test
    void aDeletedKeyIsReplaced() throws Exception {
        PublicKey former = key("parley");
        execute("DELETE FROM cluster_key");
        assertNotEquals(former, key("parley"));
    }

    @Test
    void theCertificateIsOfTheKeyAndHasNoEnd() throws Exception {
        ClusterKey key = ClusterKey.of("parley", database);
        key.certificate().verify(key.certificate().getPublicKey());
        key.certificate().checkValidity(Date.from(Instant.parse("2020-01-02T00:00:00Z")));
        key.certificate().checkValidity(Date.from(Instant.parse("9999-12-31T00:00:00Z")));
        assertEquals("CN=Parley cluster", key.certificate().getSubjectX500Principal().getName());
    }
}
