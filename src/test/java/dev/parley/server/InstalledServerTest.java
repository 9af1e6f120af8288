package dev.parley.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;

/** Not on WildFly, whose data sources are in its MBeans. */
class InstalledServerTest {

    @Test
    void findsTheDataSource() {
        assertTrue(new InstalledServer(name -> name).hasDataSource());
    }

    @Test
    void knowsThatThereIsNoDataSource() {
        InstalledServer server =
                new InstalledServer(
                        name -> {
                            throw new NameNotFoundException(name);
                        });
        assertFalse(server.hasDataSource());
    }

    @Test
    void assumesADataSourceIfNamingFails() {
        InstalledServer server =
                new InstalledServer(
                        name -> {
                            throw new NamingException("There is no component here");
                        });
        assertTrue(server.hasDataSource());
    }
}
