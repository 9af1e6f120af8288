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

    /** The packets; what is none is among them as {@link EnginePacket.Malformed}. */
    static List<EnginePacket> decode(String body) {
        List<EnginePacket> packets = new ArrayList<>();
        int start = 0;
        for (int end = body.indexOf(SEPARATOR); end >= 0; end = body.indexOf(SEPARATOR, start)) {
            packets.add(EnginePacketCodec.decode(body.substring(start, end)));
            start = end + 1;
        }
        packets.add(EnginePacketCodec.decode(body.substring(start)));
        return packets;
    }
}
