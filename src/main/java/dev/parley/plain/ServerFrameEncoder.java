package dev.parley.plain;

import jakarta.websocket.Encoder;

/** Writes {@link ServerFrame}s for the container. Pure: it knows no CDI. */
public class ServerFrameEncoder implements Encoder.Text<ServerFrame> {

    @Override
    public String encode(ServerFrame frame) {
        return frame.json();
    }
}
