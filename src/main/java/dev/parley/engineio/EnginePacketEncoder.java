package dev.parley.engineio;

import jakarta.websocket.Encoder;

/** Writes {@link EnginePacket}s for the container. Pure: it knows no CDI. */
public class EnginePacketEncoder implements Encoder.Text<EnginePacket> {

    @Override
    public String encode(EnginePacket packet) {
        return EnginePacketCodec.encode(packet);
    }
}
