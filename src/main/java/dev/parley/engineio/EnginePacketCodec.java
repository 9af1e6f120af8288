package dev.parley.engineio;

import dev.parley.engineio.EnginePacket.Binary;
import dev.parley.engineio.EnginePacket.Close;
import dev.parley.engineio.EnginePacket.Encoded;
import dev.parley.engineio.EnginePacket.Malformed;
import dev.parley.engineio.EnginePacket.Message;
import dev.parley.engineio.EnginePacket.Noop;
import dev.parley.engineio.EnginePacket.Open;
import dev.parley.engineio.EnginePacket.Ping;
import dev.parley.engineio.EnginePacket.Pong;
import dev.parley.engineio.EnginePacket.Upgrade;
import java.util.Base64;

/**
 * Encodes and decodes Engine.IO packets: a digit and the data, or {@code b} and Base64. Stateless;
 * decoding never throws.
 */
public final class EnginePacketCodec {

    private EnginePacketCodec() {}

    public static String encode(EnginePacket packet) {
        if (packet instanceof Encoded encoded) {
            return encoded.text();
        } else if (packet instanceof Message message) {
            return "4" + message.text();
        } else if (packet instanceof Binary binary) {
            return encode(binary.data());
        } else if (packet instanceof Open open) {
            return "0" + open.json();
        } else if (packet instanceof Close) {
            return "1";
        } else if (packet instanceof Ping ping) {
            return "2" + ping.data();
        } else if (packet instanceof Pong pong) {
            return "3" + pong.data();
        } else if (packet instanceof Upgrade) {
            return "5";
        } else if (packet instanceof Noop) {
            return "6";
        }
        throw new IllegalArgumentException("Packet cannot be sent: " + packet);
    }

    /** Encodes a binary message as text. */
    public static String encode(byte[] data) {
        return "b" + Base64.getEncoder().encodeToString(data);
    }

    public static EnginePacket decode(String text) {
        if (text.isEmpty()) {
            return new Malformed("empty");
        }
        String data = text.substring(1);
        return switch (text.charAt(0)) {
            case '0' -> new Open(data);
            case '1' -> new Close();
            case '2' -> new Ping(data);
            case '3' -> new Pong(data);
            case '4' -> new Message(data);
            case '5' -> new Upgrade();
            case '6' -> new Noop();
            case 'b' -> binary(data);
            default -> new Malformed("unknown type");
        };
    }

    /**
     * Removes line breaks: the Java client inserts one after every 76 characters and one at the end
     * (RFC 2045).
     */
    private static String withoutLineBreaks(String base64) {
        return base64.indexOf('\n') < 0 ? base64 : base64.replace("\r", "").replace("\n", "");
    }

    private static EnginePacket binary(String base64) {
        try {
            return new Binary(Base64.getDecoder().decode(withoutLineBreaks(base64)));
        } catch (IllegalArgumentException e) {
            return new Malformed("invalid Base64");
        }
    }
}
