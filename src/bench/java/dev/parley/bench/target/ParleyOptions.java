package dev.parley.bench.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How Parley is started for measuring.
 *
 * @param java options of its Java, such as {@code -Xmx1g}
 * @param databaseUrl JDBC URL, or null for the H2 file that is its default
 * @param user of the database
 * @param password of the database
 * @param store the processes of that database, or null if it is in the server
 */
record ParleyOptions(
        List<String> java, String databaseUrl, String user, String password, Store store) {

    /**
     * The limits that a few users with many events from one address would hit. Other settings keep
     * their defaults.
     */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "PARLEY_DEV_ENABLED", "true",
                    "PARLEY_RATE_LIMIT", "1000000",
                    "PARLEY_MAX_CONNECTIONS", "30000",
                    "PARLEY_MAX_CONNECTIONS_PER_USER", "30000",
                    "PARLEY_MAX_UNJOINED", "30000",
                    "PARLEY_MAX_UNJOINED_PER_ADDRESS", "30000");

    Map<String, String> environment(int port) {
        Map<String, String> environment = new LinkedHashMap<>(SETTINGS);
        environment.put("HTTP_HOST", "127.0.0.1");
        environment.put("HTTP_PORT", Integer.toString(port));
        if (databaseUrl != null) {
            environment.put("DB_DRIVER", databaseUrl.split(":")[1]);
            environment.put("DB_URL", databaseUrl);
            environment.put("DB_USER", user);
            environment.put("DB_PASSWORD", password);
        }
        return environment;
    }

    String promise() {
        if (store != null) {
            return store.promise();
        }
        return databaseUrl == null ? "H2 in a file, WRITE_DELAY=0" : databaseUrl;
    }

    List<Long> storePids() {
        return store == null ? List.of() : store.pids();
    }
}
