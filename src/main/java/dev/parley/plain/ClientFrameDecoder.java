package dev.parley.plain;

import jakarta.websocket.Decoder;

/** Decodes {@link ClientFrame}s for the container; needs no CDI. Never throws. */
public class ClientFrameDecoder implements Decoder.Text<ClientFrame> {

    @Override
    public boolean willDecode(String text) {
        return true;
    }

    @Override
    public ClientFrame decode(String text) {
        return PlainCodec.decode(text);
    }
}
