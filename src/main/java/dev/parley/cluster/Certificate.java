package dev.parley.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Creates the self-signed certificate of a cluster: X.509 (RFC 5280) in DER, which never expires.
 * TLS requires a certificate for each key, and Java offers only the program keytool to create one,
 * which a server may not have. Stateless.
 */
final class Certificate {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OID = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xa0;

    /** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };

    /** 2.5.4.3, commonName. */
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

    private Certificate() {}

    /**
     * Certifies the public key with the private one.
     *
     * @param keys on an elliptic curve
     * @param name the subject and issuer
     */
    static X509Certificate of(KeyPair keys, String name) throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, der(OID, ECDSA_WITH_SHA256));
        byte[] subject =
                der(
                        SEQUENCE,
                        der(
                                SET,
                                der(
                                        SEQUENCE,
                                        der(OID, COMMON_NAME),
                                        der(UTF8_STRING, ascii(name)))));
        byte[] content =
                der(
                        SEQUENCE,
                        der(VERSION, der(INTEGER, new byte[] {2})),
                        der(INTEGER, new byte[] {1}),
                        algorithm,
                        subject,
                        // Long ago, because the clocks of the nodes may differ.
                        der(
                                SEQUENCE,
                                der(UTC_TIME, ascii("200101000000Z")),
                                der(GENERALIZED_TIME, ascii("99991231235959Z"))),
                        subject,
                        keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] unusedBits = {0};
        byte[] certificate =
                der(SEQUENCE, content, algorithm, der(BIT_STRING, unusedBits, signature.sign()));
        return parse(certificate);
    }

    /** Reads a certificate in DER. */
    static X509Certificate parse(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** An element: its tag, the length of its content, and the content. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            // Long form: the number of bytes of the length comes first.
            element.write(length < 0x100 ? 0x81 : 0x82);
            if (length >= 0x100) {
                element.write(length >> 8);
            }
        }
        element.write(length);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
