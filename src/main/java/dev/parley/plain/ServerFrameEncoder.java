package dev.parley.plain;

import jakarta.websocket.Encoder;

/** Encodes {@link ServerFrame}s for the container; needs no CDI. */
public class ServerFrameEncoder implements Encoder.Text<ServerFrame> {

    @Override
    public String encode(ServerFrame frame) {
        return frame.text();
    }
}
