package dev.parley.engineio;

import jakarta.websocket.Encoder;

/** Encodes {@link EnginePacket}s for the container; needs no CDI. */
public class EnginePacketEncoder implements Encoder.Text<EnginePacket> {

    @Override
    public String encode(EnginePacket packet) {
        return EnginePacketCodec.encode(packet);
    }
}
