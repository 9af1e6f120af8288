package dev.parley.harness.server;

/**
 * Tells where the server of this JVM is. The build runs the tests in up to three JVMs side by side.
 * Each JVM has its own servers, so ports and folders end with its number ({@code PARLEY_FORK} is
 * {@code fork-1} and so on).
 */
public final class ServerPorts {

    private static final int FORK =
            Integer.parseInt(
                    System.getenv().getOrDefault("PARLEY_FORK", "fork-1").replace("fork-", ""));

    /** The port of PostgreSQL in the properties of {@code src/test/servers}. */
    private static final int DEFAULT_POSTGRESQL = 8390;

    private static boolean isSet;

    private ServerPorts() {}

    /** Sets the system properties that {@code arquillian.xml} and the tests read; once. */
    static synchronized void set() {
        if (isSet) {
            return;
        }
        isSet = true;
        boolean wildFly = "wildfly".equals(System.getProperty("parley.server"));
        int http = (wildFly ? 8380 : 8480) + FORK;
        int management = 10_290 + FORK;
        set("parley.http.port", http);
        set("parley.https.port", 8743 + FORK);
        set("parley.management.port", management);
        System.setProperty("parley.health", "http://127.0.0.1:" + (wildFly ? management : http));
        System.setProperty("parley.liberty.server", "parley-it-" + FORK);
        System.setProperty(
                "parley.wildfly.base", System.getProperty("parley.wildfly.base", "") + "-" + FORK);
        System.setProperty(
                "db.url",
                System.getProperty("db.url", "")
                        .replace(":" + DEFAULT_POSTGRESQL + "/", ":" + postgresql() + "/"));
    }

    /** The number of this JVM: 1 to 3. */
    public static int fork() {
        return FORK;
    }

    /** The port of this JVM's PostgreSQL. */
    static int postgresql() {
        return DEFAULT_POSTGRESQL + FORK;
    }

    private static void set(String property, int port) {
        System.setProperty(property, Integer.toString(port));
    }
}
