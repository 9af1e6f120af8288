package dev.parley.bench.target;

/** The ports of everything that a run starts. */
final class Ports {

    static final int WILDFLY = 8600;
    static final int WILDFLY_MANAGEMENT = 8601;
    static final int WILDFLY_HTTPS = 8602;
    static final int LIBERTY = 8610;
    static final int NEST_REDIS = 8620;
    static final int NEST_POSTGRES = 8621;
    static final int UNDERTOW = 8630;
    static final int REDIS = 8640;
    static final int POSTGRES = 8650;

    private Ports() {}
}
