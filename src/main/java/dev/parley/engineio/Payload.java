package dev.parley.engineio;

import dev.parley.flow.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The body of a polling request or answer: packets with U+001E between them. Stateless; reading
 * never throws.
 */
final class Payload {

    private static final String SEPARATOR = "\u001e";

    private Payload() {}

    static String encode(List<Frame> frames) {
        StringJoiner packets = new StringJoiner(SEPARATOR);
        for (Frame frame : frames) {
            for (Object part : frame.parts()) {
                packets.add(
                        part instanceof byte[] bytes
                                ? EnginePacketCodec.encode(bytes)
                                : EnginePacketCodec.encode((EnginePacket) part));
            }
        }
        return packets.toString();
    }

    /**
     * The packets up to the first that is none, which comes last as {@link EnginePacket.Malformed}:
     * what follows it is never looked at.
     */
    static List<EnginePacket> decode(String body) {
        List<EnginePacket> packets = new ArrayList<>();
        int start = 0;
        for (int end = body.indexOf(SEPARATOR); end >= 0; end = body.indexOf(SEPARATOR, start)) {
            EnginePacket packet = EnginePacketCodec.decode(body.substring(start, end));
            packets.add(packet);
            if (packet instanceof EnginePacket.Malformed) {
                return packets;
            }
            start = end + 1;
        }
        packets.add(EnginePacketCodec.decode(body.substring(start)));
        return packets;
    }
}
