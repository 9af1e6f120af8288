package dev.parley.engineio;

/** Makes what lives above a new connection; implemented by the layer above. Thread-safe. */
public interface ConnectionAcceptor {

    ConnectionListener accept(Connection connection);
}
