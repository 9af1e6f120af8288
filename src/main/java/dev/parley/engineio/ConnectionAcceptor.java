package dev.parley.engineio;

/** Makes what lives above a new connection; implemented by the layer above. Thread-safe. */
public interface ConnectionAcceptor {

    /** Where its clients connect, without a slash at its end. */
    String path();

    ConnectionListener accept(Connection connection);
}
