package dev.parley.plain;

import jakarta.websocket.Decoder;

/** Reads {@link ClientFrame}s. Pure: it knows no CDI; never throws. */
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
