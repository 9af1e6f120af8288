package dev.parley.engineio;

import jakarta.websocket.Decoder;

/**
 * Decodes {@link EnginePacket}s for the container; needs no CDI. Invalid input becomes {@link
 * EnginePacket.Malformed}, since containers handle a DecodeException differently.
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
