package dev.parley.engineio;

import dev.parley.flow.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Encodes and decodes the body of a polling request or response: packets separated by U+001E.
 * Stateless; decoding never throws.
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
     * Returns the packets up to the first invalid one, which comes last as {@link
     * EnginePacket.Malformed}; the rest of the body is ignored.
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
