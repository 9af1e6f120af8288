package dev.parley.server;

/** Application servers for tests without one. */
public final class TestServers {

    private interface UnknownContainer {}

    private TestServers() {}

    /** A server that Parley does not know. */
    public static ApplicationServer unknown() {
        return Detection.of(UnknownContainer.class);
    }
}
