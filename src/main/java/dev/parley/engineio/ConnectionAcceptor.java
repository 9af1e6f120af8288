package dev.parley.engineio;

/** Creates the listener of each new connection; implemented by the layer above. Thread-safe. */
public interface ConnectionAcceptor {

    /** Returns the path at which clients connect, without a trailing slash. */
    String path();

    ConnectionListener accept(Connection connection);
}
