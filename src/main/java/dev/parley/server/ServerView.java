package dev.parley.server;

/** What can be found out about the server before it has started anything of the application. */
interface ServerView {

    /** Whether an application of this server can use the capability. */
    boolean provides(Capability capability);

    /**
     * False if the server certainly has no data source; true if it has one, or if that is unknown.
     */
    boolean hasDataSource();
}
