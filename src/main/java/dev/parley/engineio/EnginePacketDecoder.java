package dev.parley.engineio;

import jakarta.websocket.Decoder;

/**
 * Reads {@link EnginePacket}s for the container. Pure: it knows no CDI. What is malformed becomes a
 * packet too, since containers differ in what follows a DecodeException.
 */
public class EnginePacketDecoder implements Decoder.Text<EnginePacket> {

    @Override
    public boolean willDecode(String text) {
        return true;
    }

    @Override
    public EnginePacket decode(String text) {
        return EnginePacketCodec.decode(text);
    }
}
