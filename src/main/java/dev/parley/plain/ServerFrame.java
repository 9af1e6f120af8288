package dev.parley.plain;

import dev.parley.flow.SharedText;

/** A frame to a plain WebSocket client, encoded as JSON once for many receivers. */
public final class ServerFrame extends SharedText {

    ServerFrame(String json) {
        super(json);
    }
}
