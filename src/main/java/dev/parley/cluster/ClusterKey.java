package dev.parley.cluster;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The key with which the nodes of a cluster authenticate each other if no key store is configured.
 * The first node creates it and stores it in the database, which only nodes can read. Immutable.
 *
 * @param privateKey in PKCS#8
 * @param certificate self-signed
 */
record ClusterKey(PrivateKey privateKey, X509Certificate certificate) {

    static final char[] NO_PASSWORD = new char[0];

    /** Reads the key of a cluster from the database, or creates it. Blocks. */
    static ClusterKey of(String cluster, DataSource database)
            throws SQLException, GeneralSecurityException {
        try (Connection connection = database.getConnection()) {
            ClusterKey known = read(connection, cluster);
            if (known != null) {
                return known;
            }
            insert(connection, cluster, make());
            ClusterKey stored = read(connection, cluster);
            if (stored == null) {
                throw new SQLException("The table cluster_key has no row for " + cluster);
            }
            return stored;
        }
    }

    private static @Nullable ClusterKey read(Connection connection, String cluster)
            throws SQLException, GeneralSecurityException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT private_key, certificate FROM cluster_key WHERE cluster = ?")) {
            select.setString(1, cluster);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                byte[] key = Base64.getDecoder().decode(row.getString(1));
                byte[] certificate = Base64.getDecoder().decode(row.getString(2));
                return new ClusterKey(
                        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                        Certificate.parse(certificate));
            }
        }
    }

    private static void insert(Connection connection, String cluster, ClusterKey made)
            throws SQLException, GeneralSecurityException {
        Base64.Encoder base64 = Base64.getEncoder();
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO cluster_key (cluster, private_key, certificate)"
                                + " VALUES (?, ?, ?)")) {
            insert.setString(1, cluster);
            insert.setString(2, base64.encodeToString(made.privateKey.getEncoded()));
            insert.setString(3, base64.encodeToString(made.certificate.getEncoded()));
            insert.executeUpdate();
        } catch (SQLException e) {
            String state = e.getSQLState();
            // 23, a constraint violation: another node has stored its key first.
            if (state == null || !state.startsWith("23")) {
                throw e;
            }
        }
    }

    static ClusterKey make() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        return new ClusterKey(keys.getPrivate(), Certificate.of(keys, "Parley cluster"));
    }

    /** Returns a key store that contains only this key and has no password. */
    KeyStore store() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    "parley",
                    privateKey,
                    NO_PASSWORD,
                    new java.security.cert.Certificate[] {certificate});
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("An empty key store could not be created", e);
        }
    }
}
